import type { TenantsReader } from "../../client.ts";
import { DIM_KINDS, type DimKind, type EventRow } from "../../tables.ts";

export type MasterEventRow = Pick<
  EventRow,
  "tenant_key" | "source" | "id" | "type" | "occurred_at" | "city" | "data" | "personal" | `${DimKind}_id`
>;

const TYPES = DIM_KINDS.map((kind) => `${kind}.updated`);
const ENTITY_IDS = DIM_KINDS.map((kind) => `${kind}_id`).join(", ");

/**
 * The stored `*.updated` events with these ids, of whatever source, among those of the deliveries (empty = none, as
 * master data has as a rule). The caller picks its own out by tenant and source.
 */
export function findMasterEvents(
  reader: TenantsReader,
  { ids, deliveryIds }: { readonly ids: readonly string[]; readonly deliveryIds: readonly string[] },
): Promise<MasterEventRow[]> {
  return reader.query<MasterEventRow>(
    `SELECT tenant_key, source, id, type, occurred_at, city, data, personal, ${ENTITY_IDS} FROM {{events}}
     WHERE tenant_key IN {tenant_keys:Array(UInt32)} AND delivery_id IN {deliveries:Array(String)}
       AND id IN {ids:Array(String)} AND type IN {types:Array(String)}`,
    { ids, deliveries: deliveryIds, types: TYPES },
  );
}
