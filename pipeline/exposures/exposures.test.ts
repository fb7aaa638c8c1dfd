import { describe, expect, test } from "vitest";
import { SILENCE } from "../../analysis/model/types.ts";
import type { ObservedEvent, Surroundings } from "../../analysis/types.ts";
import { minute, testEvent, timeText } from "../fold/testEvent.ts";
import { circumstancesOf } from "./circumstances.ts";
import { listRuns } from "./listRuns.ts";

const HOUR = 60;
const order = testEvent("order", "order.created", 0, { data: { promised_by: timeText(30 * HOUR) } });
const out = (name: string, at: number) => testEvent(name, "shipment.out_for_delivery", at);
const failed = (name: string, at: number) => testEvent(name, "shipment.attempt_failed", at);
const delivered = (at: number) => testEvent("end", "shipment.delivered", at);

describe("runs", () => {
  const summary = (...events: Parameters<typeof listRuns>[1]) =>
    listRuns("D-1", events).map(({ group, attempt, failed: bad, anchor }) => [group, attempt, bad, anchor]);

  test("each has a row, failed or not, at its departure; the promise one at the moment promised", () => {
    expect(
      summary(
        order,
        out("o1", 20 * HOUR),
        failed("f1", 24 * HOUR),
        out("o2", 44 * HOUR),
        delivered(46 * HOUR),
      ),
    ).toEqual([
      ["attempt", 1, true, minute(20 * HOUR)],
      ["attempt", 2, false, minute(44 * HOUR)],
      ["promise", null, true, minute(30 * HOUR)],
    ]);
  });

  test("one whose departure nobody told of is anchored at its end, and one under way has none yet", () => {
    expect(summary(order, failed("f1", 24 * HOUR), out("o2", 28 * HOUR))).toEqual([
      ["attempt", 1, true, minute(24 * HOUR)],
    ]);
    expect(summary(order)).toEqual([]);
  });

  test("a promise is broken once something is told of a delivery after it, and none is kept by waiting", () => {
    expect(summary(order, failed("f1", 24 * HOUR), failed("f2", 48 * HOUR))).toContainEqual([
      ...["promise", null, true, minute(30 * HOUR)],
    ]);
    expect(summary(order, failed("f1", 24 * HOUR))).toHaveLength(1);
  });

  test("two reports of one attempt are one run", () => {
    expect(
      summary(out("o1", 20 * HOUR), failed("f1", 24 * HOUR), failed("crm:f2", 24 * HOUR + 20)),
    ).toHaveLength(1);
  });
});

describe("circumstances", () => {
  const departure = minute(20 * HOUR);
  const events = [order, out("o1", 20 * HOUR), delivered(22 * HOUR)];
  const [run] = listRuns("D-1", events);
  if (!run) throw new Error("no run");
  const storm = (at: number, more: Partial<ObservedEvent> = {}): ObservedEvent => ({
    ...testEvent("met:storm", "context.weather", at, {
      refs: { city: "Pune" },
      data: { condition: "storm", severity: 3, valid_until: timeText(30 * HOUR) },
    }),
    knownAt: minute(at),
    ...more,
  });
  const levels = (place: readonly ObservedEvent[], more: Partial<Surroundings> = {}) => {
    const around = { delivery: events, entity: [], place, masters: {}, ...more };
    return Object.fromEntries(
      circumstancesOf("attempt", run.failure, around, departure).map(({ name, level }) => [name, level]),
    );
  };

  test("a storm in force at the departure is one, though nothing failed", () => {
    expect(levels([storm(19 * HOUR)])).toMatchObject({ weather: "severe" });
  });

  test("what was not known at the departure is none: it came later, or was told of later", () => {
    expect(levels([storm(21 * HOUR)])["weather"]).toBeUndefined();
    expect(levels([storm(19 * HOUR, { knownAt: departure + 60_000 })])["weather"]).toBeUndefined();
  });

  test("a missing feed is unknown; where the place is spoken of, silence says that there was no strike", () => {
    expect(levels([])).toEqual({});
    expect(levels([storm(19 * HOUR)])).toMatchObject({ strike: SILENCE, road_closure: SILENCE });
    expect(levels([storm(19 * HOUR)])["traffic"]).toBeUndefined();
  });

  test("what came of the run does not show in its row", () => {
    const report = testEvent("f1", "shipment.attempt_failed", 21 * HOUR, { reason: "recipient.absent" });
    expect(levels([storm(19 * HOUR)], { delivery: [order, out("o1", 20 * HOUR), report] })).toEqual(
      levels([storm(19 * HOUR)]),
    );
  });
});
