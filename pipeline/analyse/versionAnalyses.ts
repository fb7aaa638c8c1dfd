import { recommend } from "../../analysis/recommend/recommend.ts";
import type { Analysis } from "../../analysis/types.ts";
import { inLaneOf, type LogAppend } from "../../events/log/port.ts";
import { readAnalysis, type StoredAnalysis } from "../../warehouse/failures/storedAnalysis.ts";
import type { CorrelationFactRow, FailureFactRow } from "../../warehouse/tables.ts";
import { toClickHouseTime } from "../../warehouse/time.ts";
import { failureResult, innerRecord } from "../innerRecord.ts";
import { ok } from "../outcome.ts";
import type { PipelineDeps } from "../ports.ts";
import { causeOf, isCausedBy } from "../position.ts";
import type { Step } from "../stage.ts";
import { describeChange, isNews } from "./describeChange.ts";
import type { AnalyseState, Case } from "./state.ts";

/** Keeps what differs from the analysis on record as a new version, and says what is news to the outside. */
export function versionAnalyses({ now }: Pick<PipelineDeps, "now">): Step<AnalyseState> {
  return {
    name: "version",
    run: async (state) => {
      const at = now();
      for (const one of state.cases) if (one.analysis) versionOne(state, one, one.analysis, at);
      return ok;
    },
  };
}

function versionOne(state: AnalyseState, one: Case, analysis: Analysis, now: number): void {
  const before = readAnalysis(one.row.analysis);
  const recommendations = JSON.stringify(recommend(one.failure, analysis, String(one.row.tenant_key)));
  const same =
    before !== undefined && isSame(before, analysis) && one.row.recommendations === recommendations;
  const stands = same && !isConfirmedAnew(one);
  if (before && isCausedBy(one.detected.range, one.row.caused_by)) {
    // Of this range and perhaps not told: that comes first, what differs by now is a later range's.
    tell(state, one, one.row, before.told ?? null, now);
    if (!stands) state.announce.push(askAgain(one, now));
    return;
  }
  if (stands) return;
  const told =
    before === undefined ? "failure.analyzed" : isNews(before, analysis) ? "failure.reanalyzed" : null;
  const stored: StoredAnalysis = {
    ...analysis,
    analyzedAt: new Date(now).toISOString(),
    changedBecause:
      before === undefined ? null : same ? (before.changedBecause ?? null) : describeChange(before, analysis),
    told,
  };
  const row = toRow(one, stored, recommendations, now);
  state.newFailures.push(row);
  state.newEvidence.push(...toEvidenceRows(row, analysis, before));
  tell(state, one, row, told, now);
}

function askAgain({ detected, row }: Case, now: number): LogAppend {
  const { tenant, deliveryId, range, sweptAt, quiet } = detected;
  const body = {
    delivery_id: deliveryId,
    failure_ids: [row.failure_id],
    ...(sweptAt !== null && { swept_at: sweptAt }),
    ...(quiet && { quiet }),
  };
  return innerRecord(inLaneOf(range.topic, "failures_detected"), tenant.key, deliveryId, body, now);
}

function isConfirmedAnew({ row, feedback }: Case): boolean {
  return (
    row.confirmed_cause !== (feedback?.confirmedCause ?? "") || row.confirmed_by !== (feedback?.givenBy ?? "")
  );
}

function isSame(before: StoredAnalysis, analysis: Analysis): boolean {
  const { analyzedAt: _at, changedBecause: _why, told: _told, ...content } = before;
  return JSON.stringify(content) === JSON.stringify(analysis);
}

function tell(
  state: AnalyseState,
  { detected }: Case,
  row: FailureFactRow,
  type: string | null,
  now: number,
): void {
  if (type !== null && !detected.quiet && row.quiet === 0) state.announce.push(failureResult(type, row, now));
}

function toRow(
  { row, detected, feedback }: Case,
  stored: StoredAnalysis,
  recommendations: string,
  now: number,
): FailureFactRow {
  return {
    ...row,
    version: row.version + 1,
    caused_by: causeOf(detected.range, detected.offset),
    corroborated: stored.corroborated ? 1 : 0,
    analysis_status: stored.status,
    determined: stored.determined ? 1 : 0,
    primary_cause: stored.primary?.cause ?? "",
    family: stored.primary?.family ?? "",
    confidence: stored.primary?.confidence ?? 0,
    model_version: stored.modelVersion,
    analysis: JSON.stringify(stored),
    recommendations,
    confirmed_cause: feedback?.confirmedCause ?? "",
    confirmed_by: feedback?.givenBy ?? "",
    updated_at: toClickHouseTime(now),
  };
}

/** The evidence of this version, and a deletion for each item that the version before had and this one has not. */
function toEvidenceRows(
  row: FailureFactRow,
  analysis: Analysis,
  before: StoredAnalysis | undefined,
): CorrelationFactRow[] {
  const standing = new Set(analysis.evidence.map(({ id }) => id));
  const gone = (before?.evidence ?? []).filter(({ id }) => !standing.has(id));
  const toEvidenceRow = (is_deleted: 0 | 1) => (item: Analysis["evidence"][number]) => ({
    tenant_key: row.tenant_key,
    failure_id: row.failure_id,
    evidence_id: item.id,
    version: row.version,
    is_deleted,
    kind: item.kind,
    level: item.level ?? "",
    stance: item.stance,
    cause: item.cause ?? "",
    observed: item.observed,
    normal: item.normal,
    unit: item.unit ?? "",
    log_lr: item.logLr,
    minutes_before: item.minutesBefore,
    distance_km: item.distanceKm,
    statement: item.statement,
    event_sources: item.events.map(({ source }) => source),
    event_ids: item.events.map(({ id }) => id),
  });
  return [...analysis.evidence.map(toEvidenceRow(0)), ...gone.map(toEvidenceRow(1))];
}
