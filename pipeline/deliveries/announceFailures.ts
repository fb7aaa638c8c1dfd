import { inLaneOf, type LogAppend } from "../../events/log/port.ts";
import type { FailureFactRow } from "../../warehouse/tables.ts";
import { failureResult, innerRecord } from "../innerRecord.ts";
import { isCausedBy } from "../position.ts";
import type { FailureDiff } from "./diffFailures.ts";
import type { DeliveriesState, TouchedDelivery } from "./state.ts";

/**
 * What follows from the fold: new and withdrawn failures are told, open ones go to be analysed. A version that this
 * range wrote before a restart is told again, since its telling may not have happened; messages repeat harmlessly.
 */
export function announceFailures(
  state: DeliveriesState,
  { tenant, deliveryId, sweptAt, quiet, range }: TouchedDelivery,
  { ids, open, changed }: FailureDiff,
  analyse: boolean,
  now: number,
): LogAppend[] {
  const retold = ids.flatMap((id) => {
    const row = state.failureFacts.get(id);
    return row && isCausedBy(range, row.caused_by) ? [row] : [];
  });
  const results = [...changed, ...retold].flatMap((row) => {
    const type = messageType(row);
    return type === null || quiet ? [] : [failureResult(type, row, now)];
  });
  if (!analyse || open.length === 0) return results;
  const swept = sweptAt === null ? {} : { swept_at: sweptAt };
  const failure_ids = open.map((row) => row.failure_id);
  const body = { delivery_id: deliveryId, failure_ids, ...swept, ...(quiet && { quiet }) };
  const topic = inLaneOf(range.topic, "failures_detected");
  return [...results, innerRecord(topic, tenant.key, deliveryId, body, now)];
}

function messageType(row: FailureFactRow): string | null {
  if (row.status === "withdrawn") return "failure.withdrawn";
  return row.version === 1 ? "failure.detected" : null;
}
