import type { TenantReader, TenantsReader } from "../../client.ts";
import type { StageSampleRow } from "../../exposureRows.ts";
import { latest, newest } from "../../latest.ts";

/** Quartiles of one stage's durations, minutes; `slot` and `entity` are null where all are taken together. */
export interface StageQuantilesRow {
  readonly stage: string;
  readonly slot: number | null;
  readonly entity: string | null;
  readonly n: number;
  readonly q25: number;
  readonly q50: number;
  readonly q75: number;
}

/** Cells with fewer deliveries say nothing that their parents do not. */
const LEAST = 4;

/** Usual durations of one tenant's stages, at every level of detail: one aggregate. */
export async function sumStages(reader: TenantReader): Promise<StageQuantilesRow[]> {
  interface Row extends Omit<StageQuantilesRow, "q25" | "q50" | "q75"> {
    readonly quartiles: readonly [number, number, number];
  }
  const rows = await reader.query<Row>(
    `SELECT stage, if(grouping(slot) = 1, NULL, slot) AS slot, if(grouping(owner) = 1, NULL, owner) AS entity,
       toUInt32(count()) AS n, quantilesExactInclusive(0.25, 0.5, 0.75)(minutes) AS quartiles
     FROM (
       SELECT sample.1 AS stage, sample.2 AS minutes, sample.3 AS slot, sample.4 AS owner FROM (
         SELECT arrayJoin(arrayZip(stages, minutes, slots, owners)) AS sample
         FROM ${latest("stage_samples")} WHERE tenant_key = {tenant_key:UInt32}
       )
     )
     GROUP BY GROUPING SETS ((stage), (stage, slot), (stage, owner), (stage, slot, owner))
     HAVING n >= {least:UInt32} AND NOT (grouping(owner) = 0 AND owner = '')`,
    { least: LEAST },
  );
  return rows.map(({ quartiles: [q25, q50, q75], ...row }) => ({ ...row, q25, q50, q75 }));
}

/** The newest rows of the deliveries, deleted ones too, so that versions count on. */
export function findStageSamples(
  reader: TenantsReader,
  deliveryIds: readonly string[],
): Promise<Pick<StageSampleRow, "tenant_key" | "delivery_id" | "version" | "content_hash" | "is_deleted">[]> {
  return reader.query(
    `SELECT tenant_key, delivery_id, version, content_hash, is_deleted FROM ${newest(
      "stage_samples",
      "tenant_key, delivery_id",
      "tenant_key IN {tenant_keys:Array(UInt32)} AND delivery_id IN {ids:Array(String)}",
    )}`,
    { ids: deliveryIds },
  );
}

/** Events that end a run, or a promise that can no longer be kept. */
const ENDS = [
  "shipment.delivered",
  "shipment.attempt_failed",
  "shipment.undeliverable",
  "shipment.available_for_pickup",
];

/** Of the deliveries those that have been at the door: earlier there is nothing to compare. */
export function findAtTheDoor(
  reader: TenantsReader,
  deliveryIds: readonly string[],
): Promise<{ readonly tenant_key: number; readonly delivery_id: string }[]> {
  return reader.query(
    `SELECT DISTINCT tenant_key, delivery_id FROM {{events}}
     WHERE tenant_key IN {tenant_keys:Array(UInt32)} AND delivery_id IN {ids:Array(String)} AND type IN {types:Array(String)}`,
    { ids: deliveryIds, types: ENDS },
  );
}
