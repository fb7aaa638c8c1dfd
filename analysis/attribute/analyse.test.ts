import { describe, expect, it } from "vitest";
import { correlate } from "../correlate/correlate.ts";
import { expertModel } from "../model/expert.ts";
import { aroundOf, contextOf, eventOf, failedRun, failureOf, HOUR, NOON, topicsOf } from "../testFacts.ts";
import type { FailureFacts, Feature, Surroundings } from "../types.ts";
import { analyse } from "./analyse.ts";
import { weighCauses } from "./posterior.ts";
import { listPivots } from "./sensitivity.ts";

const model = expertModel();
const failure = failureOf();
const explain = (around: Partial<Surroundings>, of: FailureFacts = failure) =>
  analyse(of, correlate(of, aroundOf(around)), model, { final: true });
const feature = (name: string, level: string, over: Partial<Feature> = {}): Feature => ({
  name,
  level,
  observed: null,
  normal: null,
  unit: null,
  minutesBefore: null,
  distanceKm: null,
  statement: `${name} ${level}`,
  events: [],
  ...over,
});
const probabilityOf = (cause: string, features: readonly Feature[]) =>
  weighCauses({ kind: "attempt_failed", recordedReason: null }, { features }, model).probabilities[
    model.causes.indexOf(cause)
  ] ?? 0;

const storm = contextOf("context.weather", -5, 8, { severity: 3, condition: "storm" });
const stormy: Partial<Surroundings> = {
  delivery: [
    eventOf("shipment.out_for_delivery", -10),
    eventOf("shipment.attempt_failed", 0, { reason: "external.weather", ...topicsOf("external.weather") }),
  ],
  place: [storm],
};

describe("probabilities", () => {
  it("sum to 1 for every kind, whatever was observed", () => {
    const features = [...model.features].flatMap(([name, { levels }]) =>
      [...levels.keys()].slice(0, 2).map((level) => feature(name, level)),
    );
    for (const kind of [
      "attempt_failed",
      "late",
      "undeliverable",
      "returned",
      "lost",
      "damaged",
      "pickup_failed",
      "cancelled_by_shipper",
    ] as const)
      for (const seen of [[], features.slice(0, 5), features]) {
        const { probabilities } = weighCauses({ kind, recordedReason: null }, { features: seen }, model);
        expect(probabilities.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 9);
        expect(Math.min(...probabilities)).toBeGreaterThanOrEqual(0);
      }
  });

  it("are moved by nothing that the model does not know", () => {
    const unknown = [feature("astrology", "bad"), feature("weather", "purple")];
    expect([
      ...weighCauses({ kind: "late", recordedReason: null }, { features: unknown }, model).probabilities,
    ]).toEqual([
      ...weighCauses({ kind: "late", recordedReason: null }, { features: [] }, model).probabilities,
    ]);
  });

  it("fade with time and distance", () => {
    const near = probabilityOf("external.weather", [
      feature("weather", "severe", { minutesBefore: 0, distanceKm: 0 }),
    ]);
    const old = probabilityOf("external.weather", [feature("weather", "severe", { minutesBefore: 600 })]);
    const far = probabilityOf("external.weather", [
      feature("weather", "severe", { minutesBefore: 0, distanceKm: 60 }),
    ]);
    const none = probabilityOf("external.weather", []);
    expect(near).toBeGreaterThan(old);
    expect(near).toBeGreaterThan(far);
    expect(Math.min(old, far)).toBeGreaterThan(none);
  });
});

describe("an answer", () => {
  it("finds the cause that report and circumstances agree on", () => {
    const found = explain(
      stormy,
      failureOf({ recordedReason: { code: "external.weather", source: "test" } }),
    );
    expect(found.primary?.cause).toBe("external.weather");
    expect(found.primary?.family).toBe("external");
    expect(found.determined).toBe(true);
    expect(found.corroborated).toBe(true);
    expect(found.candidates[0]?.cause).toBe("external.weather");
    const { confidence = 0, interval = [0, 0] } = found.primary ?? {};
    expect(interval[0]).toBeLessThanOrEqual(confidence);
    expect(interval[1]).toBeGreaterThanOrEqual(confidence);
  });

  it("does not blame weather that merely coincides", () => {
    const found = explain({ delivery: failedRun(), place: [storm] });
    expect(found.primary?.cause).not.toBe("external.weather");
    const shown = found.evidence.find(({ kind }) => kind === "weather");
    expect(shown?.stance).not.toBe("against");
  });

  it("follows the report over traffic that merely coincides", () => {
    const delivery = [
      eventOf("shipment.out_for_delivery", -3),
      eventOf("shipment.attempt_failed", 0, { reason: "recipient.refused" }),
    ];
    const found = explain({ delivery, place: [contextOf("context.traffic", -3, 5, { level: "heavy" })] });
    expect(found.primary?.cause).toBe("recipient.refused");
  });

  it("is not determined without evidence, and says what is likely", () => {
    const found = explain({});
    expect(found).toMatchObject({ determined: false, primary: null, contributing: [] });
    expect(found.candidates.length).toBeGreaterThan(1);
    expect(found.narrative).toContain("not determined");
    expect(found.unexplained).toBeGreaterThan(0);
  });

  it("calls a recorded reason that nothing supports uncorroborated", () => {
    const recorded = failureOf({ recordedReason: { code: "vehicle.breakdown", source: "tms" } });
    const found = explain(
      { delivery: [eventOf("shipment.attempt_failed", 0, { reason: "vehicle.breakdown" })] },
      recorded,
    );
    expect(found.corroborated).toBe(false);
    expect(found.narrative).toContain("supported by nothing else");
  });

  it("does not take the recorded reason for the truth", () => {
    const delivery = [
      eventOf("order.created", -48, { derived: { v: 1, address: { flags: ["missing_number"], hash: "h" } } }),
      eventOf("shipment.out_for_delivery", -3),
      eventOf("shipment.attempt_failed", 0, { reason: "recipient.absent" }),
      eventOf("customer.address_corrected", 5),
      eventOf("feedback.received", 8, topicsOf("address.incomplete")),
    ];
    const found = explain(
      { delivery },
      failureOf({ recordedReason: { code: "recipient.absent", source: "tms" } }),
    );
    expect(found.primary?.cause).toBe("address.incomplete");
    expect(found.corroborated).toBe(false);
    expect(found.narrative).toContain("differs from this finding");
  });

  it("names a second cause whose own delay was needed for the failure", () => {
    const promise = failureOf({ kind: "late", promisedBy: NOON, deliveredAt: NOON + 26 * HOUR });
    const stop = { reason: "warehouse.stockout" };
    const slow = [
      eventOf("order.created", -60),
      eventOf("warehouse.picking_started", -57),
      eventOf("warehouse.stockout", -56),
      eventOf("warehouse.dispatch_delayed", -50, stop),
      eventOf("warehouse.picking_completed", -42),
      eventOf("warehouse.packed", -41.5),
      eventOf("warehouse.dispatched", -40),
      eventOf("shipment.arrived_at_facility", -30),
      eventOf("shipment.held", -20),
      eventOf("shipment.delayed", -10, { reason: "carrier.capacity", data: { delay_minutes: 900 } }),
      eventOf("shipment.out_for_delivery", 22),
      eventOf("shipment.delivered", 26),
    ];
    const found = explain({ delivery: slow }, promise);
    expect(found.primary?.cause).toBe("carrier.capacity");
    expect(found.contributing.map(({ cause }) => cause)).toEqual(["warehouse.stockout"]);
    expect(found.contributing.every(({ share }) => share >= 0.15 && share <= 1)).toBe(true);
    const inTime = { ...promise, promisedBy: NOON + 60 * HOUR };
    expect(explain({ delivery: slow }, inTime).contributing).toEqual([]);
  });

  it("marks what speaks for, against and beside the cause", () => {
    const found = explain({
      ...stormy,
      place: [contextOf("context.weather", -5, 8, { severity: 0, condition: "clear" })],
    });
    const ofKind = (kind: string) => found.evidence.find((item) => item.kind === kind);
    expect(ofKind("recorded_reason")).toMatchObject({ stance: "for", cause: "external.weather" });
    expect(ofKind("weather")).toMatchObject({ stance: "against", cause: "external.weather" });
    expect(ofKind("weather")?.logLr).toBeLessThan(0);
  });

  it("tells what happened, why, how sure and what speaks against it", () => {
    const { narrative } = explain(stormy);
    expect(narrative).toContain(
      "Delivery D-1 (attempt 1) failed at the door in Pune on 2026-06-10 12:00 UTC.",
    );
    expect(narrative).toMatch(/external\.weather; \d+ % sure, between \d+ % and \d+ %/);
    expect(narrative).toContain("storm of severity 3 was observed for Pune");
    expect(narrative).toMatch(/[Ss]peaks against it|Against it speaks/);
  });

  it("tells what would change it: the observation that carries it, or what is still to be found out", () => {
    const carried = explain({
      delivery: [
        eventOf("shipment.out_for_delivery", -3),
        eventOf("shipment.attempt_failed", 0, { reason: "vehicle.breakdown" }),
      ],
    });
    expect(carried.primary?.cause).toBe("vehicle.breakdown");
    expect(carried.narrative).toMatch(
      /What would change the answer: without that .*, (it would be|the cause would not)/,
    );
    const open = explain({});
    const [first, second] = open.candidates;
    expect(open.narrative).toContain(`could decide between ${first?.cause} and ${second?.cause}`);
  });

  it("takes out what it names: without it the answer is the one that was foretold", () => {
    const features = [feature("recorded_reason", "vehicle.breakdown"), feature("vehicle_movement", "fast")];
    const posterior = weighCauses({ kind: "attempt_failed", recordedReason: null }, { features }, model);
    const [pivot] = listPivots(posterior, model, 0.4);
    expect(pivot?.statement).toBe("recorded_reason vehicle.breakdown");
    const rest = analyse(failure, { features: features.slice(1) }, model, { final: true });
    expect(rest.primary?.cause ?? null).toBe(pivot?.cause);
  });
});

describe("stability", () => {
  const around = aroundOf({
    ...stormy,
    entity: [eventOf("vehicle.position", -1, { refs: { driver_id: "DR-1" }, data: { speed_kmh: 8 } })],
  });

  it("the order of events and of features does not matter", () => {
    const turned = {
      ...around,
      delivery: [...around.delivery].reverse(),
      place: [...around.place].reverse(),
    };
    const [one, other] = [around, turned].map((each) =>
      analyse(failure, correlate(failure, each), model, { final: true }),
    );
    expect(other).toEqual(one);
    const features = correlate(failure, around).features;
    expect(analyse(failure, { features: [...features].reverse() }, model, { final: true })).toEqual(one);
  });

  it("a feed that is missing changes nothing, and events outside the windows neither", () => {
    const far = [
      contextOf("context.weather", -400, 5, { severity: 3 }),
      contextOf("context.traffic", 30, 5, { level: "jam" }),
    ];
    const padded = {
      ...around,
      place: [...around.place, ...far],
      entity: [...around.entity, eventOf("vehicle.breakdown", -200, { refs: { driver_id: "DR-1" } })],
    };
    expect(correlate(failure, padded)).toEqual(correlate(failure, around));
    expect(correlate(failure, { ...around, place: [] }).features.some(({ name }) => name === "weather")).toBe(
      false,
    );
  });

  it("provisional and final differ in nothing else", () => {
    const correlation = correlate(failure, around);
    const provisional = analyse(failure, correlation, model, { final: false });
    expect(provisional.status).toBe("provisional");
    expect({ ...provisional, status: "final" }).toEqual(
      analyse(failure, correlation, model, { final: true }),
    );
  });

  it("later kinds rest on the attempt before them", () => {
    const delivery = [...failedRun(), eventOf("shipment.returned", 48)].map((event) =>
      event.type === "shipment.attempt_failed" ? { ...event, reason: "recipient.refused" } : event,
    );
    const returned = failureOf({ kind: "returned", occurredAt: NOON + 48 * HOUR });
    expect(explain({ delivery }, returned).primary?.cause).toBe("recipient.refused");
  });
});
