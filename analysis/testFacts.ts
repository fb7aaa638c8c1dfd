import { correlate } from "./correlate/correlate.ts";
import type { FailureFacts, Feature, ObservedEvent, Surroundings } from "./types.ts";

/** Noon of a day on which everything in these tests happens, epoch ms. */
export const NOON = Date.UTC(2026, 5, 10, 12);
export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;

/** A failed attempt at noon of a delivery ordered two days before, unless told otherwise. */
export function failureOf(over: Partial<FailureFacts> = {}): FailureFacts {
  return {
    failureId: "fal_test",
    kind: "attempt_failed",
    deliveryId: "D-1",
    attempt: over.kind === undefined || over.kind === "attempt_failed" ? 1 : null,
    occurredAt: NOON,
    refs: { delivery_id: "D-1", city: "Pune", zone: "Z-1", warehouse_id: "W-1", carrier_id: "X-1" },
    recordedReason: null,
    orderedAt: NOON - 48 * HOUR,
    promisedBy: NOON + 8 * HOUR,
    deliveredAt: null,
    outForDeliveryAt: null,
    earlier: [],
    ...over,
  };
}

let next = 0;

/** An event of the delivery D-1 at `hours` from noon. */
export function eventOf(type: string, hours: number, over: Partial<ObservedEvent> = {}): ObservedEvent {
  next += 1;
  const at = NOON + hours * HOUR;
  return {
    source: "test",
    id: `e-${String(next).padStart(5, "0")}`,
    type,
    at,
    knownAt: at,
    refs: { delivery_id: "D-1" },
    location: null,
    reason: null,
    data: {},
    derived: null,
    ...over,
  };
}

/** A context event of Pune at `hours` from noon, in force for `lasting` hours. */
export function contextOf(
  type: string,
  hours: number,
  lasting: number,
  data: Record<string, unknown> = {},
): ObservedEvent {
  const until = new Date(NOON + (hours + lasting) * HOUR).toISOString();
  return eventOf(type, hours, { refs: { city: "Pune" }, data: { ...data, valid_until: until } });
}

/** A text as the edge leaves it: its topics alone. */
export function topicsOf(...topics: string[]): Pick<ObservedEvent, "derived"> {
  return { derived: { v: 1, text: { topics, sentiment: 0 } } };
}

export function aroundOf(over: Partial<Surroundings> = {}): Surroundings {
  return { delivery: [], entity: [], place: [], masters: {}, ...over };
}

/** The run that left four hours before noon and failed at noon, with whatever else is told of the delivery. */
export function failedRun(...more: ObservedEvent[]): readonly ObservedEvent[] {
  const run = { refs: { delivery_id: "D-1", route_id: "R-1", vehicle_id: "V-1", driver_id: "DR-1" } };
  return [
    eventOf("order.created", -48),
    eventOf("shipment.out_for_delivery", -4, run),
    eventOf("shipment.attempt_failed", 0),
    ...more,
  ];
}

/** The levels of one feature that the correlator finds; empty where it finds none. */
export function levelsOf(
  name: string,
  around: Partial<Surroundings>,
  failure: FailureFacts = failureOf(),
): readonly string[] {
  return featuresOf(around, failure)
    .filter((feature) => feature.name === name)
    .map(({ level }) => level);
}

export function featuresOf(
  around: Partial<Surroundings>,
  failure: FailureFacts = failureOf(),
): readonly Feature[] {
  return correlate(failure, aroundOf(around)).features;
}
