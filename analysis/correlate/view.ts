import type { Refs } from "../../events/event.ts";
import type { StageNorms } from "../norms/types.ts";
import type { FailureFacts, ObservedEvent, Surroundings } from "../types.ts";
import { endOfFailure, windowOf } from "./windows.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** Reports of one attempt by two sources lie this close together. */
const SAME_ATTEMPT = HOUR;
/** A run that began longer ago than this is another run. */
const LONGEST_RUN = 18 * HOUR;

/** One run to the recipient; times in epoch ms, `start` null where nobody told of the departure. */
export interface Attempt {
  readonly start: number | null;
  readonly end: number;
  readonly failed: boolean;
  readonly reports: readonly ObservedEvent[];
}

/** Where the delivery stood when it failed: on a failed attempt, on a run that came too late, or still before any run. */
export type Scope = "attempt" | "run" | "transit";

/** What every family of evidence reads: the failure, its events in order of time, and the span that is to be explained. */
export interface View {
  readonly failure: FailureFacts;
  readonly delivery: readonly ObservedEvent[];
  readonly entity: readonly ObservedEvent[];
  readonly place: readonly ObservedEvent[];
  readonly masters: Surroundings["masters"];
  readonly norms: StageNorms | null;
  readonly refs: Refs;
  readonly scope: Scope;
  readonly attempt: Attempt | null;
  readonly attempts: readonly Attempt[];
  /** The span in which circumstances could have acted: the run, or the way before it. */
  readonly from: number;
  readonly to: number;
}

/** Puts a failure and its surroundings into the form the families of evidence read. The order of the input does not matter. */
export function buildView(failure: FailureFacts, around: Surroundings): View {
  const delivery = [...around.delivery].sort(byTime);
  const attempts = attemptsOf(delivery, failure);
  const attempt = chooseAttempt(failure, attempts);
  const scope = scopeOf(failure, attempt);
  const span = spanOf(failure, scope, attempt, attempts);
  const inWindow = (event: ObservedEvent) => {
    const window = windowOf(failure, event.type);
    return window !== null && event.at >= window.from && event.at <= window.to;
  };
  return {
    failure,
    delivery,
    entity: around.entity.filter(inWindow).sort(byTime),
    place: around.place.filter(inWindow).sort(byTime),
    masters: around.masters,
    norms: around.norms ?? null,
    refs: refsOf(failure, delivery, attempt),
    scope,
    attempt,
    attempts,
    ...span,
  };
}

function byTime(a: ObservedEvent, b: ObservedEvent): number {
  return a.at - b.at || compare(a.source, b.source) || compare(a.id, b.id);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** End of validity of a context event, epoch ms, or null where it states none. */
export function lastsUntil(event: ObservedEvent): number | null {
  const until = event.data["valid_until"];
  if (typeof until !== "string") return null;
  const at = Date.parse(until);
  return Number.isNaN(at) ? null : at;
}

function attemptsOf(delivery: readonly ObservedEvent[], failure: FailureFacts): readonly Attempt[] {
  const attempts: { start: number | null; end: number; failed: boolean; reports: ObservedEvent[] }[] = [];
  let start: number | null = null;
  for (const event of delivery) {
    const last = attempts.at(-1);
    if (event.type === "shipment.out_for_delivery") start = event.at;
    else if (event.type === "shipment.attempt_failed") {
      if (last?.failed && start === null && event.at - last.end <= SAME_ATTEMPT) last.reports.push(event);
      else attempts.push({ start: recent(start, event.at), end: event.at, failed: true, reports: [event] });
      start = null;
    } else if (event.type === "shipment.delivered") {
      attempts.push({ start: recent(start, event.at), end: event.at, failed: false, reports: [event] });
      start = null;
    }
  }
  if (start !== null && failure.kind !== "attempt_failed")
    attempts.push({ start, end: Math.max(start, endOfFailure(failure)), failed: false, reports: [] });
  return attempts;
}

function recent(start: number | null, end: number): number | null {
  return start !== null && end - start <= LONGEST_RUN ? start : null;
}

function chooseAttempt(failure: FailureFacts, attempts: readonly Attempt[]): Attempt | null {
  const failed = attempts.filter((attempt) => attempt.failed);
  if (failure.kind === "attempt_failed") return nearest(failed, failure.occurredAt);
  if (failure.kind === "late") return costliest(attempts, failure);
  return failed.findLast((attempt) => attempt.end <= failure.occurredAt + SAME_ATTEMPT) ?? null;
}

function nearest(failed: readonly Attempt[], at: number): Attempt {
  const found = failed.find((attempt) => attempt.reports.some((report) => report.at === at));
  const close = found ?? failed.find((attempt) => Math.abs(attempt.end - at) <= SAME_ATTEMPT);
  return close ?? { start: null, end: at, failed: true, reports: [] };
}

/** The failed attempt that lost most time until the next run; where none failed, the run that came too late. */
function costliest(attempts: readonly Attempt[], failure: FailureFacts): Attempt | null {
  const end = endOfFailure(failure);
  let chosen: Attempt | null = null;
  let most = 0;
  for (const attempt of attempts) {
    if (!attempt.failed || (attempt.start ?? attempt.end) > failure.occurredAt) continue;
    const lost = lostBy(attempt, attempts, end);
    if (lost > most) [chosen, most] = [attempt, lost];
  }
  return chosen ?? attempts.find((attempt) => attempt.end >= failure.occurredAt) ?? null;
}

/** Milliseconds that a failed attempt cost: until the next run left, or up to `end` where none did. */
export function lostBy(attempt: Attempt, attempts: readonly Attempt[], end: number): number {
  const next = attempts[attempts.indexOf(attempt) + 1];
  return (next ? (next.start ?? next.end) : Math.max(end, attempt.end)) - attempt.end;
}

function scopeOf(failure: FailureFacts, attempt: Attempt | null): Scope {
  if (attempt?.failed) return "attempt";
  if (failure.kind === "late" && attempt?.start && attempt.start <= failure.occurredAt) return "run";
  return "transit";
}

function spanOf(
  failure: FailureFacts,
  scope: Scope,
  attempt: Attempt | null,
  attempts: readonly Attempt[],
): { from: number; to: number } {
  if (scope !== "transit" && attempt)
    return { from: attempt.start ?? attempt.end - 6 * HOUR, to: attempt.end };
  const firstRun =
    attempts.find((each) => each.start !== null)?.start ?? attempts[0]?.end ?? endOfFailure(failure);
  const ordered = failure.orderedAt ?? firstRun - 72 * HOUR;
  return { from: Math.min(ordered, firstRun), to: firstRun };
}

function refsOf(failure: FailureFacts, delivery: readonly ObservedEvent[], attempt: Attempt | null): Refs {
  const refs: Record<string, string> = { ...failure.refs };
  if (attempt === null) return refs;
  const start = attempt.start ?? attempt.end;
  for (const event of delivery) {
    const ofAttempt = event.at >= start && event.at <= attempt.end;
    if (ofAttempt) Object.assign(refs, event.refs);
  }
  return refs;
}
