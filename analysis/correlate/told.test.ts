import { describe, expect, it } from "vitest";
import { analyse } from "../attribute/analyse.ts";
import { contextOf } from "../model/context.ts";
import { expertModel } from "../model/expert.ts";
import { aroundOf, eventOf, failedRun, failureOf, HOUR, levelsOf, NOON, topicsOf } from "../testFacts.ts";
import type { ObservedEvent } from "../types.ts";
import { correlate } from "./correlate.ts";

/** Ordered two days before noon, promised eight hours after it. */
const late = failureOf({ kind: "late", occurredAt: NOON + 8 * HOUR, deliveredAt: NOON + 20 * HOUR });
const returned = failureOf({ kind: "returned", attempt: null });
const ordered = eventOf("order.created", -48);
const delayed = (hours: number, over: Partial<ObservedEvent> = {}) =>
  eventOf("shipment.delayed", hours, {
    reason: "carrier.capacity",
    ...topicsOf("external.traffic"),
    ...over,
  });
const note = (hours: number) => eventOf("warehouse.note", hours, topicsOf("warehouse.stockout"));

describe("reports of another time", () => {
  it.each([
    [-40, 1],
    [-60, 1],
    [-49 - 24, 0],
    [-24 * 150, 0],
    [40, 1],
    [24 * 3, 0],
    [24 * 150, 0],
  ])("a note told at hour %i counts %i times", (hours, times) => {
    const found = levelsOf("warehouse_note", { delivery: [ordered, note(hours)] }, late);
    expect(found).toHaveLength(times);
  });

  it("say nothing of a delay, neither by code nor by words", () => {
    for (const [hours, times] of [
      [0, 1],
      [-24 * 30, 0],
      [24 * 30, 0],
    ] as const) {
      const around = { delivery: [ordered, delayed(hours)] };
      expect(levelsOf("delay_words", around, late)).toHaveLength(times);
      expect(levelsOf("delay_reason", around, late)).toHaveLength(times === 1 ? 1 : 0);
    }
  });

  it("count for longer while the promise is open", () => {
    const open = { ...late, deliveredAt: null };
    const around = { delivery: [ordered, note(24 * 3)] };
    expect(levelsOf("warehouse_note", around, open)).toEqual(["warehouse.stockout"]);
    expect(levelsOf("warehouse_note", around, late)).toEqual([]);
  });

  it("count whenever they came where nobody knows when it was ordered", () => {
    const unknown = { ...late, orderedAt: null };
    expect(levelsOf("warehouse_note", { delivery: [note(-24 * 30)] }, unknown)).toHaveLength(1);
  });
});

describe("a return of which no attempt is known", () => {
  const model = expertModel();
  const of = (...more: ObservedEvent[]) => ({
    delivery: [ordered, ...more, eventOf("shipment.returned", 0)],
  });

  it("is not looked at as an attempt, and says so", () => {
    const correlation = correlate(returned, aroundOf(of()));
    expect(levelsOf("failed_at", of(), returned)).toEqual(["no_attempt"]);
    expect(contextOf("returned", correlation)).toBe("other");
    const tried = aroundOf({ delivery: [...failedRun(), eventOf("shipment.returned", 0.5)] });
    const after = { ...returned, occurredAt: NOON + HOUR / 2 };
    expect(contextOf("returned", correlate(after, tried))).toBe("attempt");
  });

  it("is not explained by what delayed it", () => {
    expect(levelsOf("delay_words", of(delayed(-5)), returned)).toEqual([]);
    expect(levelsOf("delay_reason", of(delayed(-5)), returned)).toEqual([]);
  });

  it("is not determined when nothing is known", () => {
    const found = analyse(returned, correlate(returned, aroundOf(of(delayed(-5)))), model, { final: true });
    expect(found).toMatchObject({ determined: false, primary: null });
    expect(found.candidates[0]?.probability).toBeLessThan(0.35);
  });
});
