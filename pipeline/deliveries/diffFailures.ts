import type { FailureFactRow } from "../../warehouse/tables.ts";
import { toClickHouseTime } from "../../warehouse/time.ts";
import { failureAliases, failureId } from "../fold/failureId.ts";
import type { DetectedFailure } from "../fold/types.ts";
import { causeOf } from "../position.ts";
import type { DeliveriesState, TouchedDelivery } from "./state.ts";
import { contentHash, refColumns } from "./toDeliveryRow.ts";

export interface FailureDiff {
  /** Every failure the delivery ever had, withdrawn ones too. */
  readonly ids: readonly string[];
  readonly open: readonly FailureFactRow[];
  readonly changed: readonly FailureFactRow[];
}

/** Compares what the fold detects with the failures on record: new, changed and withdrawn ones get a version. */
export function diffFailures(
  state: DeliveriesState,
  touched: TouchedDelivery,
  detected: readonly DetectedFailure[],
  knownIds: readonly string[],
  now: number,
): FailureDiff {
  const open: FailureFactRow[] = [];
  const changed: FailureFactRow[] = [];
  for (const failure of detected) {
    const id = failureId(touched.tenant.key, touched.deliveryId, failure.kind, failure.anchor);
    const before = state.failureFacts.get(id);
    const row = toFailureRow(touched, id, failure, before, now);
    if (row.version !== before?.version) changed.push(row);
    open.push(row);
  }
  const standing = new Set(open.map((row) => row.failure_id));
  for (const id of knownIds) {
    const before = state.failureFacts.get(id);
    if (before && before.status === "open" && !standing.has(id))
      changed.push(withdrawn(touched, before, now));
  }
  const ids = [...new Set([...knownIds, ...standing])].sort();
  return { ids, open, changed };
}

/** What the fold says of a failure; the analysis has columns of its own, which stay as they are. */
function detectedColumns(touched: TouchedDelivery, failure: DetectedFailure) {
  return {
    status: "open",
    kind: failure.kind,
    delivery_id: touched.deliveryId,
    attempt: failure.attempt ?? 0,
    anchor: failure.anchor,
    aliases: failureAliases(touched.tenant.key, touched.deliveryId, failure),
    occurred_at: toClickHouseTime(failure.occurredAt),
    ...refColumns(failure.refs),
    recorded_reason: failure.recordedReason?.code ?? "",
    recorded_source: failure.recordedReason?.source ?? "",
  };
}

type Detected = ReturnType<typeof detectedColumns>;

function pickDetected(row: FailureFactRow): Detected {
  const {
    status,
    kind,
    delivery_id,
    attempt,
    anchor,
    aliases,
    occurred_at,
    recorded_reason,
    recorded_source,
  } = row;
  return {
    status,
    kind: kind as Detected["kind"],
    delivery_id,
    attempt,
    anchor,
    aliases: aliases as Detected["aliases"],
    occurred_at,
    ...refColumns(row),
    recorded_reason,
    recorded_source,
  };
}

function toFailureRow(
  touched: TouchedDelivery,
  id: string,
  failure: DetectedFailure,
  before: FailureFactRow | undefined,
  now: number,
): FailureFactRow {
  const columns = detectedColumns(touched, failure);
  // Heard once, it stays so: an import that repeats it later takes nothing back.
  const quiet = touched.quiet && (before?.quiet ?? 1) ? 1 : 0;
  if (before?.quiet === quiet && contentHash(pickDetected(before)) === contentHash(columns)) return before;
  const base = before ?? { ...NOT_ANALYSED, tenant_key: touched.tenant.key, failure_id: id, version: 0 };
  return nextVersion(
    touched,
    { ...base, ...columns, quiet, detected_at: before?.detected_at ?? toClickHouseTime(now) },
    now,
  );
}

function withdrawn(touched: TouchedDelivery, before: FailureFactRow, now: number): FailureFactRow {
  return nextVersion(touched, { ...before, status: "withdrawn" }, now);
}

function nextVersion(
  touched: TouchedDelivery,
  row: Omit<FailureFactRow, "content_hash" | "caused_by" | "updated_at" | "is_deleted">,
  now: number,
): FailureFactRow {
  return {
    ...row,
    is_deleted: 0,
    version: row.version + 1,
    content_hash: "",
    caused_by: causeOf(touched.range, touched.offset),
    updated_at: toClickHouseTime(now),
  };
}

const NOT_ANALYSED = {
  corroborated: 0,
  analysis_status: "",
  determined: 0,
  primary_cause: "",
  family: "",
  confidence: 0,
  model_version: "",
  analysis: "",
  recommendations: "",
  confirmed_cause: "",
  confirmed_by: "",
} as const;
