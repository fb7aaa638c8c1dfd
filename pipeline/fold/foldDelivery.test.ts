import { describe, expect, it } from "vitest";
import { foldDelivery } from "./foldDelivery.ts";
import { minute, testEvent, testOrder, timeText } from "./testEvent.ts";
import type { FoldEvent } from "./types.ts";

const HOUR = 60;
const order = testOrder(0, 10 * HOUR);
const out = (name: string, at: number, driver?: string) =>
  testEvent(
    name,
    "shipment.out_for_delivery",
    at,
    driver ? { refs: { driver_id: driver, vehicle_id: `V-${driver}` } } : {},
  );
const delivered = (at: number, name = "d") => testEvent(name, "shipment.delivered", at);
const fold = (events: readonly FoldEvent[], clock = 100 * HOUR, graceHours = 24) => {
  const folded = foldDelivery("D-1", events, { lateGraceMs: graceHours * 3_600_000, clock: minute(clock) });
  if (!folded) throw new Error("nothing live");
  return folded;
};

describe("foldDelivery", () => {
  it("is null without a live event", () => {
    expect(foldDelivery("D-1", [], { lateGraceMs: 0, clock: 0 })).toBeNull();
  });

  it("folds a delivery on time", () => {
    const events = [
      order,
      testEvent("wms:1", "warehouse.picking_started", 60, { refs: { warehouse_id: "W-1" } }),
      testEvent("wms:2", "warehouse.picking_completed", 80),
      testEvent("wms:3", "warehouse.packed", 90),
      testEvent("wms:4", "warehouse.dispatched", 120),
      testEvent("5", "shipment.arrived_at_facility", 300, { refs: { city: "Pune" } }),
      out("6", 400, "DR-1"),
      testEvent("7", "shipment.delivered", 500, { data: { outcome: "neighbour" } }),
    ];
    const folded = fold(events.toReversed());
    expect(folded).toMatchObject({
      state: "delivered",
      outcome: "neighbour",
      orderedAt: minute(0),
      promisedBy: minute(10 * HOUR),
      deliveredAt: minute(500),
      attempts: 1,
      failedAttempts: 0,
      failures: [],
      lateCheckAt: null,
      firstEventAt: minute(0),
      lastEventAt: minute(500),
      refs: { warehouse_id: "W-1", city: "Pune", driver_id: "DR-1", vehicle_id: "V-DR-1" },
    });
    expect(folded.stages.map((stage) => [stage.name, (stage.to - stage.from) / 60_000])).toEqual([
      ["order_to_pick", 60],
      ["pick", 20],
      ["pack", 10],
      ["dispatch", 30],
      ["linehaul", 180],
      ["hub", 100],
      ["last_mile", 100],
    ]);
  });

  it("leaves out stages that a wrong clock turned round or whose end is unknown", () => {
    const events = [
      order,
      testEvent("wms:1", "warehouse.dispatched", 500),
      testEvent("2", "shipment.arrived_at_facility", 300),
    ];
    expect(fold(events).stages).toEqual([]);
  });

  it("takes the time of the order from what the sender said", () => {
    const said = testEvent("oms:u", "order.updated", 5, { data: { ordered_at: timeText(-30) } });
    expect(fold([order, said]).orderedAt).toBe(minute(-30));
  });
});

describe("state", () => {
  const returned = testEvent("r", "shipment.returned", 900);
  const cancelled = testEvent("oms:c", "order.cancelled", 600, { data: { by: "customer" } });
  it.each<[string, FoldEvent[]]>([
    ["created", [order]],
    ["in_warehouse", [order, testEvent("wms:1", "warehouse.packed", 10)]],
    ["in_transit", [testEvent("wms:1", "warehouse.packed", 90), testEvent("2", "shipment.picked_up", 50)]],
    ["out_for_delivery", [order, out("1", 10)]],
    ["failed", [out("1", 10), testEvent("2", "shipment.attempt_failed", 20)]],
    ["out_for_delivery", [testEvent("2", "shipment.attempt_failed", 20), out("3", 30)]],
    ["delivered", [delivered(20), testEvent("2", "shipment.arrived_at_facility", 30)]],
    ["delivered", [delivered(20), cancelled]],
    ["returned", [delivered(20), returned]],
    ["returned", [testEvent("2", "shipment.attempt_failed", 20), returned]],
    ["cancelled", [order, cancelled, testEvent("2", "shipment.in_transit", 700)]],
    ["lost", [order, testEvent("2", "shipment.lost", 700)]],
  ])("is %s", (state, events) => {
    expect(fold(events).state).toBe(state);
  });

  it("takes the earliest of two hand-overs told of", () => {
    expect(fold([order, delivered(700, "d2"), delivered(500, "d1")])).toMatchObject({
      deliveredAt: minute(500),
      attempts: 1,
      failures: [],
    });
  });
});
