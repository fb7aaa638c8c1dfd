import type { Correlation, FailureKind } from "../types.ts";
import type { Context } from "./types.ts";

/** Kinds that an attempt at the door ends in. */
export const DOOR: ReadonlySet<FailureKind> = new Set([
  "attempt_failed",
  "undeliverable",
  "returned",
  "damaged",
]);

/** Level of `failed_at` where a return or the like is all that is known. */
export const NO_ATTEMPT = "no_attempt";

/**
 * Where a failure is looked at; a late delivery says by its own evidence where it lost its time. What came back without
 * an attempt that anybody told of is not looked at as one: that nothing was observed there would pass for evidence.
 */
export function contextOf(kind: FailureKind, { features }: Correlation): Context {
  const at = features.find(({ name }) => name === "failed_at")?.level;
  if (DOOR.has(kind)) return at === NO_ATTEMPT ? "other" : "attempt";
  if (kind !== "late") return "other";
  return at === "attempt" || at === "run" || at === "transit" ? at : "other";
}

/** Where a late delivery lost its time decides its context, so that feature's own table is kept apart from all. */
export function tableContext(name: string, context: Context): Context {
  return name === "failed_at" ? "other" : context;
}
