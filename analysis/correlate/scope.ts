import { NO_ATTEMPT } from "../model/context.ts";
import type { Feature } from "../types.ts";
import { feature } from "./feature.ts";
import { lacksAttempt } from "./told.ts";
import type { View } from "./view.ts";

const STATEMENTS = {
  attempt: "a failed attempt cost most of the time",
  run: "it was on its run when the promise passed",
  transit: "it had not left in time for its run",
} as const;

/** Where a late delivery lost its time; whether anybody told of the attempt that a return stems from. */
export function observeScope(view: View): readonly Feature[] {
  if (lacksAttempt(view))
    return [feature("failed_at", NO_ATTEMPT, "nobody told of an attempt before it", [])];
  if (view.failure.kind !== "late") return [];
  return [feature("failed_at", view.scope, STATEMENTS[view.scope], view.attempt?.reports ?? [])];
}
