import type { TenantReader, TenantsReader } from "../../client.ts";
import type { AttemptExposureRow } from "../../exposureRows.ts";
import { latest, newest } from "../../latest.ts";

export interface ExposureCountRow {
  readonly group: "attempt" | "promise";
  readonly name: string;
  readonly level: string;
  readonly attempts: number;
  readonly failed: number;
}

/** How often each level of each circumstance occurred, failed or not: one aggregate over a tenant's exposures. */
export function countExposures(reader: TenantReader): Promise<ExposureCountRow[]> {
  return reader.query<ExposureCountRow>(
    `SELECT exposure_group AS group, circumstance.1 AS name, circumstance.2 AS level,
       toUInt32(count()) AS attempts, toUInt32(countIf(failed = 1)) AS failed
     FROM (
       SELECT exposure_group, failed, arrayJoin(arrayZip(names, levels)) AS circumstance
       FROM ${latest("attempt_exposures")} WHERE tenant_key = {tenant_key:UInt32}
     ) GROUP BY group, name, level ORDER BY group, name, level`,
  );
}

/** The newest rows of the deliveries, deleted ones too, so that versions count on. */
export function findExposures(
  reader: TenantsReader,
  deliveryIds: readonly string[],
): Promise<AttemptExposureRow[]> {
  return reader.query<AttemptExposureRow>(
    `SELECT * FROM ${newest(
      "attempt_exposures",
      "tenant_key, delivery_id, exposure_group, attempt",
      "tenant_key IN {tenant_keys:Array(UInt32)} AND delivery_id IN {ids:Array(String)}",
    )}`,
    { ids: deliveryIds },
  );
}
