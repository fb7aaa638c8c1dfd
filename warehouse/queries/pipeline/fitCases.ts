import type { TenantReader } from "../../client.ts";
import { latest } from "../../latest.ts";

const OWN = "tenant_key = {tenant_key:UInt32}";
const CHOSEN = `${OWN} AND status = 'open' AND analysis != ''`;

/** The latest analysed failures of one tenant, at most `limit`. */
export function findFitFailures(
  reader: TenantReader,
  limit: number,
): Promise<{ readonly failure_id: string; readonly delivery_id: string }[]> {
  return reader.query(
    `SELECT failure_id, delivery_id FROM ${latest("failure_facts")} WHERE ${CHOSEN}
     ORDER BY occurred_at DESC, failure_id DESC LIMIT {rows:UInt32}`,
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
