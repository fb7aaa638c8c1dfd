import { byIdentity } from "./order.ts";
import type { FoldEvent } from "./types.ts";

/** Events that tell of a failed attempt within this time of its first are of the same attempt (ms). */
export const SAME_ATTEMPT_MS = 60 * 60_000;

export interface FailedAttempt {
  /** 1-based. */
  readonly number: number;
  /** Live `attempt_failed` events that tell of it, ordered by time; at least one. */
  readonly events: readonly FoldEvent[];
  readonly occurredAt: number;
  readonly endedAt: number;
  /** `source:id` of its smallest event, and of the others. */
  readonly anchor: string;
  readonly otherAnchors: readonly string[];
  /** End of the attempt before, or null. */
  readonly previousEndedAt: number | null;
  /** When the consignment went out for this attempt, if that was told. */
  readonly outForDeliveryAt: number | null;
}

/**
 * The failed attempts of a delivery. Events within 60 minutes of an attempt's first one, with no
 * `out_for_delivery` between, are one attempt (two sources tell of it). `events` are live and ordered.
 */
export function foldAttempts(events: readonly FoldEvent[]): readonly FailedAttempt[] {
  const starts = timesOf(events, "shipment.out_for_delivery");
  const groups: { first: FoldEvent; rest: FoldEvent[] }[] = [];
  for (const event of events.filter((each) => each.type === "shipment.attempt_failed")) {
    const open = groups.at(-1);
    if (open && isSameAttempt(open.first, event, starts)) open.rest.push(event);
    else groups.push({ first: event, rest: [] });
  }
  let previousEndedAt: number | null = null;
  return groups.map(({ first, rest }, index) => {
    const attempt = toAttempt([first, ...rest], index + 1, previousEndedAt, starts);
    previousEndedAt = attempt.endedAt;
    return attempt;
  });
}

function isSameAttempt(first: FoldEvent, event: FoldEvent, starts: readonly number[]): boolean {
  if (event.at - first.at > SAME_ATTEMPT_MS) return false;
  return !starts.some((start) => start > first.at && start <= event.at);
}

function toAttempt(
  events: readonly FoldEvent[],
  number: number,
  previousEndedAt: number | null,
  starts: readonly number[],
): FailedAttempt {
  const times = events.map((event) => event.at);
  const occurredAt = Math.min(...times);
  const [anchor = "", ...otherAnchors] = events
    .toSorted(byIdentity)
    .map(({ source, id }) => `${source}:${id}`);
  const after = previousEndedAt ?? Number.NEGATIVE_INFINITY;
  return {
    number,
    events,
    occurredAt,
    endedAt: Math.max(...times),
    anchor,
    otherAnchors,
    previousEndedAt,
    outForDeliveryAt: starts.findLast((start) => start <= occurredAt && start > after) ?? null,
  };
}

/** The times (epoch ms, ascending) of all events of one type. */
export function timesOf(events: readonly FoldEvent[], type: string): readonly number[] {
  return events.filter((event) => event.type === type).map((event) => event.at);
}
