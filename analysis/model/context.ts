import type { Correlation, FailureKind } from "../types.ts";
import type { Context } from "./types.ts";

const DOOR: ReadonlySet<FailureKind> = new Set(["attempt_failed", "undeliverable", "returned", "damaged"]);

/** Where a failure is looked at; a late delivery says by its own evidence where it lost its time. */
export function contextOf(kind: FailureKind, { features }: Correlation): Context {
  if (DOOR.has(kind)) return "attempt";
  if (kind !== "late") return "other";
  const at = features.find(({ name }) => name === "failed_at")?.level;
  return at === "attempt" || at === "run" || at === "transit" ? at : "other";
}

/** Where a late delivery lost its time decides its context, so that feature's own table is kept apart from all. */
export function tableContext(name: string, context: Context): Context {
  return name === "failed_at" ? "other" : context;
}
