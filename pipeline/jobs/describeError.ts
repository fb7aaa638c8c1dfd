import { RetryLater } from "../outcome.ts";

const MAX_LENGTH = 200;

/**
 * What kind of error it was, for operators. Texts of drivers quote statements and values, which may be personal: only
 * names and codes of such errors are told, the log has the rest.
 */
export function describeError(error: unknown): string {
  return kindsOf(error, 3).join(", caused by ").slice(0, MAX_LENGTH);
}

function kindsOf(error: unknown, depth: number): string[] {
  if (!(error instanceof Error)) return [`a thrown ${typeof error}`];
  // The pipeline's own words, which hold no values.
  if (error instanceof RetryLater) return [error.message];
  const { code } = error as { code?: unknown };
  const own = typeof code === "string" && /^\w{1,40}$/.test(code) ? `${error.name} (${code})` : error.name;
  return depth > 0 && error.cause instanceof Error ? [own, ...kindsOf(error.cause, depth - 1)] : [own];
}
