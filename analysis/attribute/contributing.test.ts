import { describe, expect, it } from "vitest";
import { correlate } from "../correlate/correlate.ts";
import { expertModel } from "../model/expert.ts";
import { aroundOf, contextOf, eventOf, failureOf, HOUR, NOON, topicsOf } from "../testFacts.ts";
import type { FailureFacts, ObservedEvent, Surroundings } from "../types.ts";
import { analyse } from "./analyse.ts";

const model = expertModel();
const answerOf = (around: Partial<Surroundings>, failure: FailureFacts = failureOf()) => {
  const { primary, contributing } = analyse(failure, correlate(failure, aroundOf(around)), model, {
    final: true,
  });
  return { primary: primary?.cause, contributing: contributing.map(({ cause }) => cause) };
};
const run = { refs: { delivery_id: "D-1", route_id: "R-1", vehicle_id: "V-1", driver_id: "DR-1" } };
const attempt = (hours: number, reason: string, from: number): readonly ObservedEvent[] => [
  eventOf("shipment.out_for_delivery", from, run),
  eventOf("route.stop_arrived", hours - 0.1, run),
  eventOf("shipment.attempt_failed", hours, { ...run, reason, ...topicsOf(reason) }),
];
const brokeDown = [
  eventOf("vehicle.breakdown", -4, { refs: { route_id: "R-1", vehicle_id: "V-1" } }),
  eventOf("vehicle.fault_raised", -4.5, { refs: { route_id: "R-1", vehicle_id: "V-1" } }),
];
const stalled = (reason: string, run: readonly ObservedEvent[]) => [
  eventOf("order.created", -60),
  eventOf("warehouse.picking_started", -57),
  eventOf("warehouse.stockout", -56),
  eventOf("warehouse.dispatch_delayed", -50, { reason: "warehouse.stockout" }),
  eventOf("warehouse.picking_completed", -32),
  eventOf("warehouse.packed", -31.5),
  eventOf("warehouse.dispatched", -30),
  eventOf("shipment.arrived_at_facility", -10),
  ...run,
  eventOf("shipment.recipient_contacted", 0, { data: { outcome: "no_answer" }, reason }),
];

describe("a cause that acted on the same run", () => {
  it("is told where it kept the recipient waiting, and not where the run was in time", () => {
    const late = answerOf({ delivery: attempt(0, "recipient.absent", -6), entity: brokeDown });
    expect(late.primary).toBe("recipient.absent");
    expect(late.contributing).toContain("vehicle.breakdown");
    const [fault] = brokeDown;
    const early = fault ? [{ ...fault, at: NOON - 0.2 * HOUR }] : [];
    const inTime = answerOf({ delivery: attempt(0, "recipient.absent", -0.5), entity: early });
    expect(inTime).toEqual({ primary: "recipient.absent", contributing: [] });
  });

  it("is not told of an address that is wrong: no delay makes it so", () => {
    const delivery = [
      eventOf("order.created", -40, { derived: { v: 1, address: { flags: ["missing_number"], hash: "h" } } }),
      ...attempt(0, "address.incomplete", -6),
      eventOf("customer.address_corrected", 4),
    ];
    const found = answerOf({ delivery, entity: brokeDown });
    expect(found).toEqual({ primary: "address.incomplete", contributing: [] });
  });

  it("is not the slow traffic that the storm itself brought about", () => {
    const place = [
      contextOf("context.weather", -6, 8, { severity: 3, condition: "storm" }),
      contextOf("context.traffic", -6, 8, { level: "jam", delay_ratio: 2.8 }),
    ];
    const found = answerOf({ delivery: attempt(0, "external.weather", -7), place });
    expect(found.primary).toBe("external.weather");
    expect(found.contributing).not.toContain("external.traffic");
  });
});

describe("another delay", () => {
  const promised = { promisedBy: NOON - 12 * HOUR };

  it("on the way kept the recipient waiting where the run could not keep the promise any more", () => {
    const delivery = stalled("recipient.absent", attempt(0, "recipient.absent", -3));
    const found = answerOf({ delivery }, failureOf(promised));
    expect(found).toEqual({ primary: "recipient.absent", contributing: ["warehouse.stockout"] });
    expect(answerOf({ delivery }, failureOf()).contributing).toEqual([]);
  });

  it("is an earlier attempt that failed for another reason, until the next run left", () => {
    const delivery = [
      eventOf("order.created", -40),
      ...attempt(-24, "recipient.refused", -26),
      ...attempt(0, "recipient.absent", -2),
      eventOf("shipment.out_for_delivery", 44, run),
      eventOf("shipment.delivered", 46, run),
    ];
    const late = failureOf({ kind: "late", promisedBy: NOON - 20 * HOUR, occurredAt: NOON - 20 * HOUR });
    const { primary, contributing } = answerOf({ delivery }, { ...late, deliveredAt: NOON + 46 * HOUR });
    expect([primary, ...contributing].sort()).toEqual(["recipient.absent", "recipient.refused"]);
  });
});
