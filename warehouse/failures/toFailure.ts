import type { Evidence } from "../../analysis/types.ts";
import { toRefs } from "../refs.ts";
import type { FailureFactRow } from "../tables.ts";
import { fromClickHouseTime } from "../time.ts";
import type { PublicAnalysis, PublicEvidence, PublicFailure, PublicRecordedReason } from "./publicFailure.ts";
import { readAnalysis, readRecommendations } from "./storedAnalysis.ts";

/** The columns that say which failure it is, in list and object alike. */
export type FailureIdentityRow = Pick<
  FailureFactRow,
  | "failure_id"
  | "status"
  | "kind"
  | "delivery_id"
  | "attempt"
  | "occurred_at"
  | "recorded_reason"
  | "recorded_source"
  | "corroborated"
> &
  Parameters<typeof toRefs>[0];

/** The public failure of a fact row, the same for the API and for webhooks. */
export function toFailure(row: FailureFactRow): PublicFailure {
  return {
    id: row.failure_id,
    version: row.version,
    status: row.status,
    kind: row.kind,
    delivery_id: row.delivery_id,
    attempt: row.attempt === 0 ? null : row.attempt,
    occurred_at: fromClickHouseTime(row.occurred_at),
    detected_at: fromClickHouseTime(row.detected_at),
    refs: toRefs(row),
    recorded_reason: toRecordedReason(row),
    analysis: toAnalysis(row),
    recommendations: readRecommendations(row.recommendations).map(({ id, action, owner_role }) => ({
      id,
      action,
      owner_role,
      expected_avoided: null,
    })),
    feedback: { confirmed_cause: row.confirmed_cause || null, by: row.confirmed_by || null },
  };
}

export function toRecordedReason(row: FailureIdentityRow): PublicRecordedReason | null {
  if (row.recorded_reason === "") return null;
  return { code: row.recorded_reason, source: row.recorded_source, corroborated: row.corroborated === 1 };
}

function toAnalysis(row: FailureFactRow): PublicAnalysis | null {
  const stored = readAnalysis(row.analysis);
  if (stored === undefined) return null;
  return {
    status: stored.status,
    determined: stored.determined,
    analyzed_at: stored.analyzedAt ?? fromClickHouseTime(row.updated_at),
    model_version: stored.modelVersion,
    primary: stored.primary,
    contributing: stored.contributing,
    candidates: stored.candidates,
    unexplained: stored.unexplained,
    evidence: stored.evidence.map(toEvidence),
    counterfactuals: stored.counterfactuals,
    narrative: stored.narrative,
    changed_because: stored.changedBecause ?? null,
  };
}

function toEvidence(item: Evidence): PublicEvidence {
  return {
    id: item.id,
    kind: item.kind,
    stance: item.stance,
    cause: item.cause,
    observed: item.observed,
    normal: item.normal,
    unit: item.unit,
    log_lr: item.logLr,
    minutes_before: item.minutesBefore,
    distance_km: item.distanceKm,
    statement: item.statement,
    events: item.events,
  };
}
