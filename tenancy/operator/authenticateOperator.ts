import { createHash, timingSafeEqual } from "node:crypto";
import type { Actor } from "../context.ts";

/** The operator, when the bearer is the configured operator key; compared in constant time, whatever its length. */
export function authenticateOperator(deps: { readonly operatorKey: string }, bearer: string): Actor | null {
  if (deps.operatorKey.length === 0) return null;
  const same = timingSafeEqual(digest(deps.operatorKey), digest(bearer));
  return same ? { kind: "operator", id: "operator" } : null;
}

function digest(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}
