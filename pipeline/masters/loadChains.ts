import type { TenantsReader } from "../../warehouse/client.ts";
import { type CorrectionRow, findCorrections } from "../../warehouse/queries/pipeline/identity.ts";

/** An identity on a chain; `target` is what it corrects, where that is known. Hashes are decimal. */
export interface ChainEnd {
  readonly tenantKey: number;
  readonly hash: string;
  readonly target: string | null;
}

/** Rounds of following a chain; a longer one is judged as far as it was followed. */
const MAX_ROUNDS = 16;

/**
 * All corrections on the chains of the given identities, both ways and with every branch, by one query a round for
 * all of them. Read after the identities' own range was stored, else two owners could miss each other.
 */
export async function loadChains(
  reader: TenantsReader,
  ends: readonly ChainEnd[],
): Promise<readonly CorrectionRow[]> {
  const found = new Map<string, CorrectionRow>();
  /** Identities on the chains; whether each is a correction is known of all but the first targets. */
  const seen = new Set<string>();
  let fresh = ends;
  for (let round = 0; round < MAX_ROUNDS && fresh.length > 0; round += 1) {
    const known = new Set(fresh.map(({ tenantKey, hash }) => keyOf(tenantKey, hash)));
    const targets = fresh.flatMap(({ tenantKey, target }) =>
      target === null || known.has(keyOf(tenantKey, target)) ? [] : [{ tenantKey, hash: target }],
    );
    const isNew = (each: Identity) => !seen.has(keyOf(each.tenantKey, each.hash));
    const wanted = [...fresh, ...targets].filter(isNew);
    const unknown = targets.filter(isNew);
    for (const { tenantKey, hash } of wanted) seen.add(keyOf(tenantKey, hash));
    const rows = await findCorrections(reader, { targets: hashesOf(wanted), ids: hashesOf(unknown) });
    // Hashes are asked for across tenants: another tenant's identity of the same name is on no chain of ours.
    const own = rows.filter(
      (row) => seen.has(keyOf(row.tenant_key, row.hash)) || seen.has(keyOf(row.tenant_key, row.target)),
    );
    fresh = own.filter((row) => !found.has(keyOf(row.tenant_key, row.hash))).map(toEnd);
    for (const row of own) found.set(keyOf(row.tenant_key, row.hash), row);
  }
  return [...found.values()];
}

type Identity = Pick<ChainEnd, "tenantKey" | "hash">;

const keyOf = (tenantKey: number, hash: string) => `${tenantKey}:${hash}`;

const toEnd = (row: CorrectionRow): ChainEnd => ({
  tenantKey: row.tenant_key,
  hash: row.hash,
  target: row.target,
});

const hashesOf = (of: readonly Identity[]) => [...new Set(of.map(({ hash }) => hash))];
