import { toRefs } from "../refs.ts";
import type { FailureFactRow } from "../tables.ts";
import { fromClickHouseTime } from "../time.ts";
import type { PublicCause, PublicFailureSummary } from "./publicFailure.ts";
import { type FailureIdentityRow, toRecordedReason } from "./toFailure.ts";

/** What the list of failures reads: everything but the long columns. */
export interface FailureSummaryRow
  extends FailureIdentityRow,
    Pick<FailureFactRow, "analysis_status" | "primary_cause" | "family" | "confidence"> {
  readonly confidence_low: number;
  readonly confidence_high: number;
}

/** A failure as the list shows it. */
export function toFailureSummary(row: FailureSummaryRow): PublicFailureSummary {
  return {
    id: row.failure_id,
    status: row.status,
    kind: row.kind,
    delivery_id: row.delivery_id,
    attempt: row.attempt === 0 ? null : row.attempt,
    occurred_at: fromClickHouseTime(row.occurred_at),
    refs: toRefs(row),
    recorded_reason: toRecordedReason(row),
    analysis: row.analysis_status === "" ? null : { status: row.analysis_status, primary: toPrimary(row) },
  };
}

function toPrimary(row: FailureSummaryRow): PublicCause | null {
  if (row.primary_cause === "") return null;
  return {
    cause: row.primary_cause,
    family: row.family,
    confidence: row.confidence,
    interval: [row.confidence_low, row.confidence_high],
  };
}
