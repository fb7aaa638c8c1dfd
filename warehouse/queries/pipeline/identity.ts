import type { TenantsReader } from "../../client.ts";

export interface IdentityRow {
  readonly tenant_key: number;
  readonly hash: string;
  readonly content_hash: string;
  readonly delivery_id: string;
  readonly log_topic: string;
  readonly log_partition: number;
  readonly log_offset: number | string;
}

/** Who already holds these identities (decimal id hashes), in the tenants of the reader. */
export function findIdentities(reader: TenantsReader, hashes: readonly string[]): Promise<IdentityRow[]> {
  return reader.query<IdentityRow>(
    `SELECT tenant_key, toString(id_hash) AS hash, content_hash, delivery_id, log_topic, log_partition, log_offset
     FROM {{event_identity}}
     WHERE tenant_key IN {tenant_keys:Array(UInt32)} AND id_hash IN {hashes:Array(UInt64)}`,
    { hashes: hashes.map(BigInt) },
  );
}

export interface CorrectionRow {
  readonly tenant_key: number;
  readonly target: string;
  readonly hash: string;
  readonly source: string;
  readonly id: string;
  readonly corrects: string;
  readonly type: string;
  readonly occurred_at: string;
  readonly delivery_id: string;
}

const CORRECTION = `tenant_key, toString(target_hash) AS target, toString(id_hash) AS hash, source, id, corrects, type,
  occurred_at, delivery_id`;

export interface CorrectionsFilter {
  /** Those that name one of these as what they correct. */
  readonly targets: readonly string[];
  /** Those that are themselves one of these: the next links of a chain towards its first target. */
  readonly ids: readonly string[];
}

/** Corrections and retractions on either side of these identities (decimal id hashes). */
export async function findCorrections(
  reader: TenantsReader,
  { targets, ids }: CorrectionsFilter,
): Promise<CorrectionRow[]> {
  if (targets.length === 0 && ids.length === 0) return [];
  // By target alone it is a look into the index; by id it reads all corrections of the tenants.
  const byId = ids.length > 0 ? "OR id_hash IN {ids:Array(UInt64)}" : "";
  return reader.query<CorrectionRow>(
    `SELECT ${CORRECTION} FROM {{event_corrections}}
     WHERE tenant_key IN {tenant_keys:Array(UInt32)} AND (target_hash IN {targets:Array(UInt64)} ${byId})`,
    { targets: targets.map(BigInt), ids: ids.map(BigInt) },
  );
}
