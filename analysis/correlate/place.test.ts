import { describe, expect, it } from "vitest";
import { contextOf, eventOf, failedRun, failureOf, featuresOf, HOUR, levelsOf, NOON } from "../testFacts.ts";

const weather = (hours: number, lasting: number, severity: number) =>
  contextOf("context.weather", hours, lasting, {
    severity,
    condition: severity > 1 ? "heavy_rain" : "clear",
  });
const traffic = (hours: number, lasting: number, level: string) =>
  contextOf("context.traffic", hours, lasting, { level });
const delivery = failedRun();

describe("weather", () => {
  it("is the worst that was in force during the run", () => {
    expect(levelsOf("weather", { delivery, place: [weather(-6, 5, 0), weather(-2, 4, 3)] })).toEqual([
      "severe",
    ]);
  });

  it("that says clear is a feature; no feed is none", () => {
    expect(levelsOf("weather", { delivery, place: [weather(-6, 8, 0)] })).toEqual(["clear"]);
    expect(levelsOf("weather", { delivery })).toEqual([]);
  });

  it("that was over before the run, or came after the failure, does not count", () => {
    expect(levelsOf("weather", { delivery, place: [weather(-12, 5, 3), weather(1, 5, 3)] })).toEqual([]);
  });

  it("of another city does not count", () => {
    const elsewhere = { ...weather(-3, 5, 3), refs: { city: "Delhi" } };
    expect(levelsOf("weather", { delivery, place: [elsewhere] })).toEqual([]);
  });

  it("has its distance where both places are known", () => {
    const seen = { ...weather(-3, 5, 3), location: { lat: 18.52, lon: 73.85 } };
    const failed = eventOf("shipment.attempt_failed", 0, { location: { lat: 18.62, lon: 73.85 } });
    const [found] = featuresOf({ delivery: [failed], place: [seen] }).filter(
      ({ name }) => name === "weather",
    );
    expect(found?.distanceKm).toBeCloseTo(11.1, 1);
  });
});

describe("traffic", () => {
  it("is the worst of the run", () => {
    expect(
      levelsOf("traffic", { delivery, place: [traffic(-4, 2, "moderate"), traffic(-2, 3, "jam")] }),
    ).toEqual(["jam"]);
    expect(levelsOf("traffic", { delivery, place: [traffic(-4, 5, "clear")] })).toEqual(["clear"]);
  });

  it("is told by how much longer journeys take, where the feed says so", () => {
    const slow = contextOf("context.traffic", -4, 5, { level: "heavy", delay_ratio: 2.7 });
    expect(levelsOf("traffic", { delivery, place: [slow] })).toEqual(["standstill"]);
  });

  it("of an unknown level, or of no feed, is none", () => {
    expect(levelsOf("traffic", { delivery, place: [traffic(-4, 5, "weird")] })).toEqual([]);
    expect(levelsOf("traffic", { delivery })).toEqual([]);
  });

  it("does not explain what failed before any run", () => {
    const late = failureOf({ kind: "late", deliveredAt: NOON + 30 * HOUR });
    const way = [eventOf("shipment.out_for_delivery", 26), eventOf("shipment.delivered", 30)];
    expect(levelsOf("traffic", { delivery: way, place: [traffic(-4, 5, "jam")] }, late)).toEqual([]);
  });
});

describe("closures, strikes and days", () => {
  const zoned = (zone: string) => ({
    ...contextOf("context.road_closure", -10, 24, { name: "works" }),
    refs: { city: "Pune", zone },
  });

  it("count in the delivery's own zone, or where no zone is named", () => {
    expect(levelsOf("road_closure", { delivery, place: [zoned("Z-1")] })).toEqual(["in_zone"]);
    expect(levelsOf("road_closure", { delivery, place: [zoned("Z-2")] })).toEqual([]);
    expect(
      levelsOf("road_closure", { delivery, place: [contextOf("context.road_closure", -10, 24)] }),
    ).toEqual(["in_city"]);
  });

  it("count while they are in force", () => {
    for (const [type, name] of [
      ["strike", "strike"],
      ["holiday", "holiday"],
      ["festival", "festival"],
      ["event", "gathering"],
    ] as const) {
      expect(levelsOf(name, { delivery, place: [contextOf(`context.${type}`, -5, 12)] }), type).toEqual([
        "in_force",
      ]);
      expect(levelsOf(name, { delivery, place: [contextOf(`context.${type}`, 2, 12)] }), type).toEqual([]);
    }
  });
});
