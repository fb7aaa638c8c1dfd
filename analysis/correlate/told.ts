import type { FailureKind, ObservedEvent } from "../types.ts";
import type { View } from "./view.ts";
import { endOfFailure, REMARK_HOURS } from "./windows.ts";

const HOUR = 3_600_000;
/** Clocks of senders differ, and reports are written down later; hours. */
const LEEWAY = 24;

/** Kinds that follow from an attempt at the door, as a rule. */
const AFTER_ATTEMPT: ReadonlySet<FailureKind> = new Set(["undeliverable", "returned", "damaged"]);

/** Whether it came back, or was found damaged, without an attempt that anybody told of. */
export function lacksAttempt({ failure, attempt }: View): boolean {
  return AFTER_ATTEMPT.has(failure.kind) && attempt === null;
}

/**
 * Whether a report can be of this failure: not from before the order, nor from long after all was over. Logs that are
 * joined to a delivery by its number alone may be of any time. Open promises may be told of for as long as remarks.
 */
export function isOfThisFailure({ failure }: View, { at }: Pick<ObservedEvent, "at">): boolean {
  const open = failure.kind === "late" && failure.deliveredAt === null;
  const after = open ? REMARK_HOURS : LEEWAY;
  const from = (failure.orderedAt ?? Number.NEGATIVE_INFINITY) - LEEWAY * HOUR;
  return at >= from && at <= endOfFailure(failure) + after * HOUR;
}

/** Reports of delays that can be of this failure. What delayed something is no reason for its coming back. */
export function reportedDelays(view: View): readonly ObservedEvent[] {
  if (lacksAttempt(view)) return [];
  return view.delivery.filter((event) => DELAYS.has(event.type) && isOfThisFailure(view, event));
}

const DELAYS: ReadonlySet<string> = new Set(["shipment.delayed", "warehouse.dispatch_delayed"]);
