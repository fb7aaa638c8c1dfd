import type { FailureKind } from "../../analysis/types.ts";
import { type FailedAttempt, timesOf } from "./attempts.ts";
import { latestReason } from "./recordedReason.ts";
import { refsInForce } from "./refs.ts";
import { type FoldedState, isCancellation } from "./state.ts";
import type { DetectedFailure, FoldEvent } from "./types.ts";

export interface FailureInput {
  /** Live and ordered. */
  readonly events: readonly FoldEvent[];
  readonly attempts: readonly FailedAttempt[];
  readonly state: FoldedState;
  /** The promise in force at delivery, else the last one made. */
  readonly promisedBy: number | null;
  readonly lateGraceMs: number;
  readonly clock: number;
}

/** Kinds that one event tells of, and whether the attempt before may have given the reason. */
const TOLD: readonly { kind: FailureKind; type: string; ofAttempt: boolean }[] = [
  { kind: "undeliverable", type: "shipment.undeliverable", ofAttempt: true },
  { kind: "returned", type: "shipment.returned", ofAttempt: true },
  { kind: "damaged", type: "shipment.damaged", ofAttempt: true },
  { kind: "lost", type: "shipment.lost", ofAttempt: false },
  { kind: "pickup_failed", type: "shipment.pickup_failed", ofAttempt: false },
];

/** The failures of one delivery, ordered by time and kind. */
export function foldFailures(input: FailureInput): readonly DetectedFailure[] {
  const told = TOLD.map(({ kind, type, ofAttempt }) => {
    const events = input.events.filter((event) => event.type === type);
    return toldFailure(input, kind, events, ofAttempt);
  });
  const cancelled = toldFailure(
    input,
    "cancelled_by_shipper",
    input.events.filter((e) => isShippersCancellation(e, input)),
    false,
  );
  const once = [...told, cancelled, lateFailure(input)].filter((failure) => failure !== null);
  return [...input.attempts.map((attempt) => attemptFailure(input, attempt)), ...once].sort(
    (a, b) => a.occurredAt - b.occurredAt || (a.kind < b.kind ? -1 : 1),
  );
}

function attemptFailure({ events }: FailureInput, attempt: FailedAttempt): DetectedFailure {
  return {
    kind: "attempt_failed",
    anchor: attempt.anchor,
    otherAnchors: attempt.otherAnchors,
    attempt: attempt.number,
    occurredAt: attempt.occurredAt,
    refs: refsInForce(events, attempt.endedAt, attempt.previousEndedAt),
    recordedReason: latestReason(attempt.events),
    outForDeliveryAt: attempt.outForDeliveryAt,
  };
}

/** Two sources may tell of it: the earliest event gives the time. */
function toldFailure(
  input: FailureInput,
  kind: FailureKind,
  told: readonly FoldEvent[],
  ofAttempt: boolean,
): DetectedFailure | null {
  const first = told[0];
  if (!first) return null;
  const attempt = input.attempts.findLast((each) => each.occurredAt <= first.at);
  const inherited = ofAttempt && attempt ? latestReason(attempt.events) : null;
  return {
    ...onceAt(input, kind, first.at),
    recordedReason: latestReason(told) ?? inherited,
    ...(ofAttempt && attempt ? { outForDeliveryAt: attempt.outForDeliveryAt } : {}),
  };
}

/**
 * Delivered after the promise in force at delivery, without grace; or, while the delivery is not settled,
 * open since the promise plus the tenant's grace.
 */
function lateFailure(input: FailureInput): DetectedFailure | null {
  const { promisedBy, state, clock, lateGraceMs } = input;
  if (promisedBy === null) return null;
  const { deliveredAt } = state;
  const late =
    deliveredAt === null ? !state.closed && clock >= promisedBy + lateGraceMs : deliveredAt > promisedBy;
  if (!late) return null;
  const until = deliveredAt ?? Number.POSITIVE_INFINITY;
  const before = input.events.filter((event) => event.at <= until && event.reason);
  return {
    ...onceAt(input, "late", until),
    occurredAt: promisedBy,
    recordedReason: latestReason(before),
  };
}

function onceAt({ events, attempts }: FailureInput, kind: FailureKind, at: number): DetectedFailure {
  const previous = attempts.findLast((attempt) => attempt.endedAt < at)?.endedAt ?? null;
  return {
    kind,
    anchor: "",
    otherAnchors: [],
    attempt: null,
    occurredAt: at,
    refs: refsInForce(events, at, runSince(events, previous, at)),
    recordedReason: null,
    outForDeliveryAt: timesOf(events, "shipment.out_for_delivery").findLast((out) => out <= at) ?? null,
  };
}

/** A new run begins only once the consignment went out again: until then the last attempt's driver stands. */
function runSince(events: readonly FoldEvent[], previous: number | null, at: number): number | null {
  if (previous === null) return null;
  const again = timesOf(events, "shipment.out_for_delivery").some((out) => out > previous && out <= at);
  return again ? previous : null;
}

/** Said outright, or by a reason of the shipper; goods that were handed over can no longer be cancelled. */
function isShippersCancellation(event: FoldEvent, { state }: FailureInput): boolean {
  if (!isCancellation(event)) return false;
  if (state.deliveredAt !== null && event.at >= state.deliveredAt) return false;
  const by = event.data["by"];
  return by === undefined ? (event.reason?.startsWith("shipper.") ?? false) : by === "shipper";
}
