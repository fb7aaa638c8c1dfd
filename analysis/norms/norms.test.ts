import { describe, expect, it } from "vitest";
import { eventOf } from "../testFacts.ts";
import { learnNorms, normOf, quantilesOf } from "./learnNorms.ts";
import { stretchesOf } from "./segments.ts";

const many = (
  n: number,
  stage: string,
  minutes: (i: number) => number,
  slot = 4,
  entity: string | null = "W-1",
) => Array.from({ length: n }, (_, i) => ({ stage, minutes: minutes(i), slot, entity }));

describe("norms of stages", () => {
  it("are medians that a tenth of stalled deliveries does not move", () => {
    const norms = learnNorms(quantilesOf(many(200, "pick", (i) => (i % 10 === 0 ? 900 : 20 + (i % 5)))));
    expect(normOf(norms, { stage: "pick", slot: 4, entity: "W-1" })?.median).toBeLessThan(25);
  });

  it("know the time of day and the owner, each by itself where both together are rare", () => {
    const samples = [
      ...many(100, "hub", () => 60, 1, "X-1/Pune"),
      ...many(100, "hub", () => 600, 30, "X-1/Pune"),
      ...many(100, "hub", () => 90, 1, "X-2/Pune"),
      ...many(2, "hub", () => 4_000, 30, "X-2/Pune"),
    ];
    const norms = learnNorms(quantilesOf(samples));
    const of = (slot: number, entity: string) => normOf(norms, { stage: "hub", slot, entity })?.median ?? 0;
    expect(of(1, "X-1/Pune")).toBeLessThan(of(1, "X-2/Pune"));
    expect(of(30, "X-1/Pune")).toBeGreaterThan(500);
    expect(of(30, "X-2/Pune")).toBeLessThan(1_000);
  });

  it("of a stage never seen are unknown", () => {
    expect(normOf(learnNorms([]), { stage: "pick", slot: 0, entity: null })).toBeNull();
  });

  it("are learned between any two milestones that were reported, and never from clocks that contradict", () => {
    const refs = { city: "Pune", warehouse_id: "W-1" };
    const delivery = [
      eventOf("order.created", -48, { refs }),
      eventOf("warehouse.picking_completed", -40, { refs }),
      eventOf("warehouse.picking_started", -39, { refs }),
      eventOf("warehouse.dispatched", -38, { refs }),
    ];
    const found = stretchesOf(delivery).map(({ stage, minutes }) => [stage, minutes]);
    expect(found).toContainEqual(["wait+pick", 480]);
    expect(found).toContainEqual(["pack+dispatch", 120]);
    expect(found.some(([stage]) => stage === "pick")).toBe(false);
  });

  it("of the hub and the run end at the attempt that failed: the next run waited for another day", () => {
    const delivery = [
      eventOf("shipment.arrived_at_facility", -30),
      eventOf("shipment.attempt_failed", -24),
      eventOf("shipment.out_for_delivery", -2),
      eventOf("shipment.delivered", 0),
    ];
    expect(stretchesOf(delivery)).toEqual([]);
    const reported = [...delivery, eventOf("shipment.out_for_delivery", -26)].sort((a, b) => a.at - b.at);
    expect(stretchesOf(reported).map(({ stage, minutes }) => [stage, minutes])).toEqual([["hub", 240]]);
  });
});
