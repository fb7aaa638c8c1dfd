/** The group has gone on without this member. */
const LOST: ReadonlySet<unknown> = new Set([
  "UNKNOWN_MEMBER_ID",
  "ILLEGAL_GENERATION",
  "REBALANCE_IN_PROGRESS",
  "FENCED_INSTANCE_ID",
]);

/** A server that has just started says so for some seconds. */
const STARTING: ReadonlySet<unknown> = new Set([
  "GROUP_LOAD_IN_PROGRESS",
  "GROUP_COORDINATOR_NOT_AVAILABLE",
  "NOT_COORDINATOR_FOR_GROUP",
  "COORDINATOR_LOAD_IN_PROGRESS",
  "COORDINATOR_NOT_AVAILABLE",
  "NOT_COORDINATOR",
]);

/** Whether the broker no longer counts this member among the group's, or not in this generation. */
export function isLost(error: unknown): boolean {
  return hasType(error, LOST);
}

/** Whether the broker's group coordinator is still loading. */
export function isStarting(error: unknown): boolean {
  return hasType(error, STARTING);
}

/** kafkajs wraps the broker's error, whose `type` it is about. */
function hasType(error: unknown, types: ReadonlySet<unknown>): boolean {
  for (let each = error; each instanceof Error; each = each.cause)
    if (types.has((each as { type?: unknown }).type)) return true;
  return false;
}
