import type { Feature } from "../types.ts";
import { feature } from "./feature.ts";
import type { View } from "./view.ts";

const STATEMENTS = {
  attempt: "a failed attempt cost most of the time",
  run: "it was on its run when the promise passed",
  transit: "it had not left in time for its run",
} as const;

/** Where a late delivery lost its time; other kinds say so by themselves. */
export function observeScope(view: View): readonly Feature[] {
  if (view.failure.kind !== "late") return [];
  return [feature("failed_at", view.scope, STATEMENTS[view.scope], view.attempt?.reports ?? [])];
}
