import type { TenantsReader } from "../../client.ts";
import { latest, newest } from "../../latest.ts";
import { type DeliveryFactRow, DIM_KINDS, type DimKind, type FailureFactRow } from "../../tables.ts";
import { type VersionRow, versionsOf } from "../masterVersions.ts";

const OF_DELIVERIES = "tenant_key IN {tenant_keys:Array(UInt32)} AND delivery_id IN {ids:Array(String)}";

/**
 * The newest facts of the deliveries. Also of those that have no live event left and are deleted: one that comes to
 * life again goes on counting versions, and keeps its failures.
 */
export function findDeliveryFacts(reader: TenantsReader, ids: readonly string[]): Promise<DeliveryFactRow[]> {
  return reader.query<DeliveryFactRow>(
    `SELECT * FROM ${newest("delivery_facts", "tenant_key, delivery_id", OF_DELIVERIES)}`,
    { ids },
  );
}

/** The current facts of the failures, withdrawn ones included. */
export function findFailureFacts(reader: TenantsReader, ids: readonly string[]): Promise<FailureFactRow[]> {
  return reader.query<FailureFactRow>(
    `SELECT * FROM ${latest("failure_facts")}
     WHERE tenant_key IN {tenant_keys:Array(UInt32)} AND failure_id IN {ids:Array(String)}`,
    { ids },
  );
}

export type MasterRow = VersionRow & { readonly kind: DimKind };

/** Every version of the named entities' master data, oldest first. */
export function findMasters(
  reader: TenantsReader,
  ids: Readonly<Record<DimKind, readonly string[]>>,
): Promise<MasterRow[]> {
  const parts = DIM_KINDS.filter((kind) => ids[kind].length > 0).map((kind) => {
    const own = `tenant_key IN {tenant_keys:Array(UInt32)} AND ${kind}_id IN {${kind}:Array(String)}`;
    return `SELECT '${kind}' AS kind, * FROM ${versionsOf(kind, own)}`;
  });
  if (parts.length === 0) return Promise.resolve([]);
  return reader.query<MasterRow>(`SELECT * FROM (${parts.join(" UNION ALL ")}) ORDER BY valid_from`, {
    ...ids,
  });
}
