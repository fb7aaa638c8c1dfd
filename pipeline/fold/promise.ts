import type { FoldEvent } from "./types.ts";

/** A promise that was made: at `at`, for `promisedBy` (epoch ms). */
export interface MadePromise {
  readonly at: number;
  readonly promisedBy: number;
}

const PROMISING: ReadonlySet<string> = new Set(["order.created", "order.updated", "shipment.rescheduled"]);

/** The promises made for a delivery, in the order in which they were made. `events` are live and ordered. */
export function listPromises(events: readonly FoldEvent[]): readonly MadePromise[] {
  return events.flatMap((event) => {
    const promisedBy = PROMISING.has(event.type) ? instantOf(event.data["promised_by"]) : null;
    return promisedBy === null ? [] : [{ at: event.at, promisedBy }];
  });
}

/**
 * The promise in force at `at` (epoch ms; null: the last one made). A delivery told of as earlier than any
 * promise has the first one: only a clock can have put it there.
 */
export function promiseInForce(promises: readonly MadePromise[], at: number | null): number | null {
  const made = at === null ? promises : promises.filter((promise) => promise.at <= at);
  return (made.at(-1) ?? promises[0])?.promisedBy ?? null;
}

/** Epoch ms of an RFC 3339 text, null for anything else. */
export function instantOf(value: unknown): number | null {
  if (typeof value !== "string") return null;
  const at = Date.parse(value);
  return Number.isNaN(at) ? null : at;
}
