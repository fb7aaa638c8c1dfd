import { idHash } from "../../events/identity.ts";
import type { TenantsReader } from "../../warehouse/client.ts";
import { type CorrectionRow, findIdentities } from "../../warehouse/queries/pipeline/identity.ts";
import { findMasterEvents } from "../../warehouse/queries/pipeline/masterEvents.ts";
import { identityKey } from "../fold/order.ts";
import { type MasterEvent, masterKind, masterOfRow } from "./masterEvent.ts";

/**
 * The stored master events on the chains: corrections that are such, and targets, of which nothing is known but the
 * identity. Two queries for all.
 */
export async function loadMasterEvents(
  reader: TenantsReader,
  chains: readonly CorrectionRow[],
): Promise<readonly MasterEvent[]> {
  const keyOf = (row: CorrectionRow, id: string) => `${row.tenant_key}:${identityKey(row.source, id)}`;
  const types = new Map(chains.map((row) => [keyOf(row, row.id), row.type]));
  const members = chains.flatMap((row) =>
    [row.id, row.corrects].map((id) => ({ row, id, key: keyOf(row, id) })),
  );
  const wanted = members.filter(({ key }) => {
    const type = types.get(key);
    return type === undefined || masterKind(type) !== undefined;
  });
  if (wanted.length === 0) return [];
  const identities = await findIdentities(reader, [
    ...new Set(wanted.map(({ row, id }) => idHash(row.source, id))),
  ]);
  const rows = await findMasterEvents(reader, {
    ids: [...new Set(wanted.map(({ id }) => id))],
    deliveryIds: [...new Set(identities.map((row) => row.delivery_id))],
  });
  const keys = new Set(wanted.map(({ key }) => key));
  return rows
    .flatMap(masterOfRow)
    .filter(({ tenantKey, source, id }) => keys.has(`${tenantKey}:${identityKey(source, id)}`));
}
