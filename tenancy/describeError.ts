const MAX_LENGTH = 200;

/**
 * What kind of error it was, for operators. Texts of drivers quote statements and values, which may be personal: only
 * names, codes and ClickHouse's types of such errors are told, the log has the rest.
 */
export function describeError(error: unknown): string {
  return kindsOf(error, 3).join(", caused by ").slice(0, MAX_LENGTH);
}

function kindsOf(error: unknown, depth: number): string[] {
  if (!(error instanceof Error)) return [`a thrown ${typeof error}`];
  // The pipeline's own words, which hold no values.
  if (error.name === "RetryLater") return [error.message];
  const { code, type } = error as { code?: unknown; type?: unknown };
  const kinds = [code, type].filter((kind) => typeof kind === "string" && /^\w{1,40}$/.test(kind));
  const own = kinds.length > 0 ? `${error.name} (${kinds.join(" ")})` : error.name;
  return depth > 0 && error.cause instanceof Error ? [own, ...kindsOf(error.cause, depth - 1)] : [own];
}
