import { describe, expect, it } from "vitest";
import { learnNorms, quantilesOf } from "../norms/learnNorms.ts";
import { eventOf, failedRun, failureOf, featuresOf, HOUR, levelsOf, NOON } from "../testFacts.ts";
import type { ObservedEvent } from "../types.ts";

const promised = NOON;
const late = failureOf({
  kind: "late",
  promisedBy: promised,
  orderedAt: NOON - 48 * HOUR,
  deliveredAt: NOON + 22 * HOUR,
});

/** The stages of a delivery at hours from noon, the promise; it leaves 20 hours late. */
function way(at: Partial<Record<string, number>>, ...more: ObservedEvent[]): readonly ObservedEvent[] {
  const usual = {
    "order.created": -48,
    "warehouse.picking_started": -45,
    "warehouse.picking_completed": -44.6,
    "warehouse.packed": -44.3,
    "warehouse.dispatched": -42,
    "shipment.arrived_at_facility": -20,
    "shipment.out_for_delivery": 20,
    "shipment.delivered": 22,
    ...at,
  };
  return [
    ...Object.entries(usual).map(([type, hours]) => eventOf(type, hours, { refs: { city: "Pune" } })),
    ...more,
  ];
}

const stretch = (stage: string, minutes: number) => ({ stage, minutes, slot: 0, entity: null });

describe("stages of a broken promise", () => {
  it("show where most time was lost", () => {
    expect(levelsOf("lost_time", { delivery: way({}) }, late)).toEqual(["hub"]);
    const stalled = way({
      "warehouse.picking_completed": -20,
      "warehouse.packed": -19.5,
      "warehouse.dispatched": -17,
      "shipment.arrived_at_facility": 4,
    });
    expect(levelsOf("lost_time", { delivery: stalled }, late)).toEqual(["pick"]);
  });

  it("are held against the tenant's norms where they are known", () => {
    const slow = way({ "shipment.out_for_delivery": 0.5, "shipment.delivered": 22 });
    expect(levelsOf("lost_time", { delivery: slow }, late)).toEqual(["run"]);
    const longRuns = learnNorms(
      quantilesOf([stretch("run", 21 * 60), stretch("hub", 60), stretch("linehaul", 1_200)]),
    );
    expect(levelsOf("lost_time", { delivery: slow, norms: longRuns }, late)).toEqual(["hub"]);
  });

  it("use longer spans where events are missing", () => {
    const gaps = way({ "warehouse.dispatched": -20, "shipment.arrived_at_facility": 4 }).filter(
      ({ type }) => !/picking|packed/.test(type),
    );
    expect(levelsOf("lost_time", { delivery: gaps }, late)).toEqual(["wait+pick+pack+dispatch"]);
  });

  it("tell how much time was left", () => {
    expect(levelsOf("slack_at_hub", { delivery: way({}) }, late)).toEqual(["ample"]);
    expect(levelsOf("slack_at_hub", { delivery: way({ "shipment.arrived_at_facility": 5 }) }, late)).toEqual([
      "spent",
    ]);
  });

  it("are not asked of a failed attempt", () => {
    const names = featuresOf({ delivery: failedRun() }).map(({ name }) => name);
    expect(names.filter((name) => name.endsWith("_time") || name.startsWith("slack"))).toEqual([]);
  });
});

describe("where a broken promise was lost", () => {
  it("is the way, the run or a failed attempt", () => {
    expect(levelsOf("failed_at", { delivery: way({}) }, late)).toEqual(["transit"]);
    const run = way({ "shipment.out_for_delivery": -6, "shipment.delivered": 3 });
    expect(levelsOf("failed_at", { delivery: run }, late)).toEqual(["run"]);
    const failed = [
      ...run.slice(0, -1),
      eventOf("shipment.attempt_failed", -2),
      eventOf("shipment.out_for_delivery", 20),
      eventOf("shipment.delivered", 22),
    ];
    expect(levelsOf("failed_at", { delivery: failed }, late)).toEqual(["attempt"]);
  });

  it("counts a failed attempt as a stage of its own, until the next run left", () => {
    const run = { "shipment.out_for_delivery": -6, "shipment.delivered": 22 };
    const next = [eventOf("shipment.attempt_failed", -2), eventOf("shipment.out_for_delivery", 20)];
    expect(levelsOf("lost_time", { delivery: way(run, ...next) }, late)).toEqual(["attempt"]);
    const stalled = { "order.created": -120, "warehouse.picking_started": -60 };
    const delivery = way({ ...run, ...stalled }, ...next);
    expect(levelsOf("lost_time", { delivery }, { ...late, orderedAt: NOON - 120 * HOUR })).toEqual(["wait"]);
  });

  it("is the attempt that cost most: its reason counts, not the other's", () => {
    const delivery = way(
      { "shipment.out_for_delivery": 44, "shipment.delivered": 46 },
      eventOf("shipment.out_for_delivery", -28),
      eventOf("shipment.attempt_failed", -26, { reason: "external.weather" }),
      eventOf("shipment.out_for_delivery", -4),
      eventOf("shipment.attempt_failed", -2, { reason: "recipient.absent" }),
    );
    expect(levelsOf("recorded_reason", { delivery }, { ...late, deliveredAt: NOON + 46 * HOUR })).toEqual([
      "recipient.absent",
    ]);
  });
});

describe("the warehouse", () => {
  const load = (hours: number, backlog: number, staff = 50) =>
    eventOf("warehouse.load", hours, {
      refs: { warehouse_id: "W-1" },
      data: { backlog_orders: backlog, capacity_orders_per_day: 1000, staff_on_shift: staff },
    });

  it("gives its worst backlog while the order waited", () => {
    expect(
      levelsOf(
        "warehouse_backlog",
        { delivery: way({}), entity: [load(-46, 20), load(-44, 1200), load(-10, 50)] },
        late,
      ),
    ).toEqual(["severe"]);
    expect(levelsOf("warehouse_backlog", { delivery: way({}), entity: [load(-46, 20)] }, late)).toEqual([
      "clear",
    ]);
    expect(levelsOf("warehouse_backlog", { delivery: way({}), entity: [load(-10, 5000)] }, late)).toEqual([]);
  });

  it("gives its staff against what is usual, where that is known", () => {
    const masters = { warehouse: { normal_staff: 80 } };
    expect(
      levelsOf("warehouse_staff", { delivery: way({}), entity: [load(-46, 0, 50)], masters }, late),
    ).toEqual(["very_short"]);
    expect(levelsOf("warehouse_staff", { delivery: way({}), entity: [load(-46, 0, 50)] }, late)).toEqual([]);
  });

  it("reports stockouts and missed dispatches of the order", () => {
    const delivery = way({}, eventOf("warehouse.stockout", -44), eventOf("warehouse.dispatch_delayed", -40));
    expect(levelsOf("stockout", { delivery }, late)).toEqual(["reported"]);
    expect(levelsOf("dispatch_delay", { delivery }, late)).toEqual(["reported"]);
    expect(levelsOf("stockout", { delivery: way({}) }, late)).toEqual([]);
  });
});

describe("the carrier's network", () => {
  it("reports missorts, holds and hubs of other cities", () => {
    const delivery = way(
      {},
      eventOf("shipment.missorted", -30),
      eventOf("shipment.held", -18),
      eventOf("shipment.arrived_at_facility", -31, { refs: { city: "Delhi" } }),
    );
    expect(levelsOf("missort", { delivery }, late)).toEqual(["reported"]);
    expect(levelsOf("hub_hold", { delivery }, late)).toEqual(["reported"]);
    expect(levelsOf("hub_city", { delivery }, late)).toEqual(["other"]);
    expect(levelsOf("hub_city", { delivery: way({}) }, late)).toEqual(["destination"]);
  });

  it("does not explain a failed attempt", () => {
    expect(levelsOf("missort", { delivery: failedRun(eventOf("shipment.missorted", -20)) })).toEqual([]);
  });
});

describe("the vehicle", () => {
  const ofRoute = (type: string, hours: number, route: string, data = {}) =>
    eventOf(type, hours, { refs: { route_id: route, vehicle_id: `V-${route}` }, data });

  it("broke down on the route before the attempt ended", () => {
    expect(
      levelsOf("vehicle_breakdown", {
        delivery: failedRun(),
        entity: [ofRoute("vehicle.breakdown", -2, "R-1")],
      }),
    ).toEqual(["on_route"]);
    expect(
      levelsOf("vehicle_breakdown", {
        delivery: failedRun(),
        entity: [ofRoute("vehicle.breakdown", 1, "R-1")],
      }),
    ).toEqual([]);
    expect(
      levelsOf("vehicle_breakdown", {
        delivery: failedRun(),
        entity: [ofRoute("vehicle.breakdown", -2, "R-9")],
      }),
    ).toEqual([]);
  });

  it("had a fault", () => {
    expect(
      levelsOf("vehicle_fault", {
        delivery: failedRun(),
        entity: [ofRoute("vehicle.fault_raised", -5, "R-1")],
      }),
    ).toEqual(["raised"]);
  });

  it("moved, crawled or stood when it was last seen; without positions nothing is said", () => {
    const fix = (hours: number, speed: number) =>
      ofRoute("vehicle.position", hours, "R-1", { speed_kmh: speed });
    expect(
      levelsOf("vehicle_movement", {
        delivery: failedRun(),
        entity: [fix(-3.9, 60), fix(-1, 0), fix(-0.5, 1)],
      }),
    ).toEqual(["standing"]);
    expect(levelsOf("vehicle_movement", { delivery: failedRun(), entity: [fix(-1, 30)] })).toEqual(["fast"]);
    expect(levelsOf("vehicle_movement", { delivery: failedRun() })).toEqual([]);
  });
});
