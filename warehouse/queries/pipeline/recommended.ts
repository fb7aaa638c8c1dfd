import type { TenantsReader } from "../../client.ts";
import { latest } from "../../latest.ts";

/** One action at one entity, over a tenant's failures of the window before its latest one. Times are ClickHouse text. */
export interface RecommendedRow {
  readonly tenant_key: number;
  readonly id: string;
  readonly playbook: string;
  readonly entity_kind: string;
  readonly entity_id: string;
  readonly owner_role: string;
  readonly causes: readonly string[];
  readonly failures: number;
  /** Sum of the attributable parts. */
  readonly weight: number;
  readonly first_at: string;
  readonly last_at: string;
  /** Length of the time looked at, days: the window, or what there is of it. */
  readonly days: number;
}

const ITEM =
  "Tuple(id String, playbook String, entity_kind String, entity_id String, owner_role String, cause String, weight Float64)";
const OWN = "tenant_key IN {tenant_keys:Array(UInt32)}";

/** Sums up what was recommended for failures of the last `days`, for all tenants of the reader at once. */
export function sumRecommended(reader: TenantsReader, days: number): Promise<RecommendedRow[]> {
  return reader.query<RecommendedRow>(
    `SELECT f.tenant_key AS tenant_key, item.id AS id, any(item.playbook) AS playbook,
       any(item.entity_kind) AS entity_kind, any(item.entity_id) AS entity_id, any(item.owner_role) AS owner_role,
       arraySort(groupUniqArray(item.cause)) AS causes, toUInt32(count()) AS failures, sum(item.weight) AS weight,
       min(f.occurred_at) AS first_at, max(f.occurred_at) AS last_at, any(s.days) AS days
     FROM (
       SELECT tenant_key, occurred_at,
         arrayJoin(JSONExtract(recommendations, 'Array(${ITEM})')) AS item
       FROM ${latest("failure_facts")} WHERE ${OWN} AND status = 'open' AND recommendations != ''
     ) AS f
     INNER JOIN (
       SELECT tenant_key, max(occurred_at) AS latest_at,
         least({days:UInt32}, greatest(7, dateDiff('day', min(occurred_at), max(occurred_at)) + 1)) AS days
       FROM ${latest("failure_facts")} WHERE ${OWN} AND status = 'open' GROUP BY tenant_key
     ) AS s ON s.tenant_key = f.tenant_key
     WHERE f.occurred_at > s.latest_at - toIntervalDay({days:UInt32})
     GROUP BY f.tenant_key, item.id`,
    { days },
  );
}
