import type { TenantReader } from "../../client.ts";
import { latest } from "../../latest.ts";
import type { FailureFactRow } from "../../tables.ts";

export type FitFailureRow = Pick<
  FailureFactRow,
  | "failure_id"
  | "kind"
  | "delivery_id"
  | "attempt"
  | "occurred_at"
  | "recorded_reason"
  | "recorded_source"
  | "confirmed_cause"
>;

export interface FitEvidenceRow {
  readonly failure_id: string;
  readonly kind: string;
  readonly level: string;
  readonly observed: number | null;
  readonly minutes_before: number | null;
  readonly distance_km: number | null;
}

const OWN = "tenant_key = {tenant_key:UInt32}";
const CHOSEN = `${OWN} AND status = 'open' AND analysis != ''`;

/** The latest analysed failures of one tenant, at most `limit`. */
export function findFitFailures(reader: TenantReader, limit: number): Promise<FitFailureRow[]> {
  return reader.query<FitFailureRow>(
    `SELECT failure_id, kind, delivery_id, attempt, occurred_at, recorded_reason, recorded_source, confirmed_cause
     FROM ${latest("failure_facts")} WHERE ${CHOSEN}
     ORDER BY occurred_at DESC, failure_id DESC LIMIT {rows:UInt32}`,
    { rows: limit },
  );
}

/** What was observed of those failures, row by row, in the order of their ids. */
export function streamFitEvidence(reader: TenantReader, limit: number): AsyncIterable<FitEvidenceRow> {
  return reader.stream<FitEvidenceRow>(
    `SELECT failure_id, kind, level, observed, minutes_before, distance_km FROM ${latest("correlation_facts")}
     WHERE ${OWN} AND level != '' AND failure_id IN (
       SELECT failure_id FROM ${latest("failure_facts")} WHERE ${CHOSEN}
       ORDER BY occurred_at DESC, failure_id DESC LIMIT {rows:UInt32})
     ORDER BY failure_id, evidence_id`,
    { rows: limit },
  );
}

export interface FailureCountRow {
  readonly tenant_key: number;
  readonly failures: number;
}

/** How many analysed failures each tenant has: one aggregate for all of them. */
export async function countFailures(reader: {
  query<T>(text: string): Promise<T[]>;
}): Promise<FailureCountRow[]> {
  const rows = await reader.query<{ tenant_key: number; failures: string | number }>(
    `SELECT tenant_key, count() AS failures FROM ${latest("failure_facts")}
     WHERE tenant_key IN {tenant_keys:Array(UInt32)} AND status = 'open' AND analysis != '' GROUP BY tenant_key`,
  );
  return rows.map(({ tenant_key, failures }) => ({ tenant_key, failures: Number(failures) }));
}

/** Open failures of the last `days` before the tenant's latest one, delivery by delivery. */
export function streamOpenFailures(
  reader: TenantReader,
  days: number,
): AsyncIterable<{ readonly failure_id: string; readonly delivery_id: string }> {
  return reader.stream(
    `SELECT failure_id, delivery_id FROM ${latest("failure_facts")}
     WHERE ${OWN} AND status = 'open' AND occurred_at > (
       SELECT max(occurred_at) FROM ${latest("failure_facts")} WHERE ${OWN}) - toIntervalDay({days:UInt32})
     ORDER BY delivery_id, failure_id`,
    { days },
  );
}
