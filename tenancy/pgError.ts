/** True when a query failed because of a unique index; the query builder wraps the driver's error as its cause. */
export function isUniqueViolation(error: unknown, constraint?: string): boolean {
  if (!(error instanceof Error)) return false;
  if ("code" in error && error.code === "23505") {
    return constraint === undefined || ("constraint_name" in error && error.constraint_name === constraint);
  }
  return isUniqueViolation(error.cause, constraint);
}
