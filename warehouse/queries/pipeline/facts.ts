import type { TenantsReader } from "../../client.ts";
import { latest, newest } from "../../latest.ts";
import type { DeliveryFactRow, FailureFactRow } from "../../tables.ts";

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

export interface MasterRow {
  readonly tenant_key: number;
  readonly kind: string;
  readonly entity_id: string;
  readonly valid_from: string;
  readonly name: string;
  readonly city: string;
  readonly attributes: string;
}

const KINDS = ["client", "customer", "driver", "vehicle", "warehouse", "carrier"] as const;
export type MasterKind = (typeof KINDS)[number];

/** Every version of the named entities' master data, oldest first. */
export function findMasters(
  reader: TenantsReader,
  ids: Readonly<Record<MasterKind, readonly string[]>>,
): Promise<MasterRow[]> {
  const parts = KINDS.filter((kind) => ids[kind].length > 0).map(
    (kind) => `SELECT tenant_key, '${kind}' AS kind, ${kind}_id AS entity_id, valid_from, name,
                      city, attributes
               FROM ${latest(`dim_${kind}`)}
               WHERE tenant_key IN {tenant_keys:Array(UInt32)} AND ${kind}_id IN {${kind}:Array(String)}`,
  );
  if (parts.length === 0) return Promise.resolve([]);
  return reader.query<MasterRow>(`SELECT * FROM (${parts.join(" UNION ALL ")}) ORDER BY valid_from`, {
    ...ids,
  });
}
