import { findCorrections, findIdentities } from "../../warehouse/queries/pipeline/identity.ts";
import { dead, ok } from "../outcome.ts";
import type { PipelineDeps } from "../ports.ts";
import type { Step } from "../stage.ts";
import { accepted, type StoredRecord, type StoreState, tenantsOf, touch } from "./state.ts";

export const CYCLE = "correction_cycle";

/** Longest chain of corrections that is followed; the rest of a longer one is taken as it is. */
const MAX_CHAIN = 16;

/**
 * Follows each correction along its chain, both ways: quarantines one that leads back to itself, and marks every
 * delivery on the chain to be folded again, since what stands there may have changed.
 */
export function followCorrections({ warehouse }: Pick<PipelineDeps, "warehouse">): Step<StoreState> {
  return {
    name: "follow_corrections",
    run: async (state) => {
      const corrections = accepted(state).filter((record) => record.targetHash !== null);
      if (corrections.length === 0) return ok;
      const reader = warehouse.forTenants(tenantsOf(corrections));
      for (const r of corrections)
        if (r.targetHash) state.links.set(`${r.tenant.key}:${r.idHash}`, r.targetHash);
      const seen = await walk(reader, state, corrections);
      for (const record of corrections) if (leadsBack(record, state.links)) record.verdict = dead(CYCLE);
      for (const row of await findIdentities(reader, seen))
        touch(state, row.tenant_key, row.delivery_id, corrections);
      return ok;
    },
  };
}

/** Breadth first over targets and their other corrections; answers every identity on the chains. */
async function walk(
  reader: ReturnType<PipelineDeps["warehouse"]["forTenants"]>,
  state: StoreState,
  corrections: readonly StoredRecord[],
): Promise<string[]> {
  const seen = new Set<string>();
  let wanted = [...new Set(corrections.flatMap((r) => [r.idHash, r.targetHash ?? r.idHash]))];
  for (let depth = 0; depth < MAX_CHAIN && wanted.length > 0; depth += 1) {
    for (const hash of wanted) seen.add(hash);
    const rows = await findCorrections(reader, { targets: wanted, ids: wanted });
    for (const row of rows) state.links.set(`${row.tenant_key}:${row.hash}`, row.target);
    wanted = [...new Set(rows.flatMap((row) => [row.hash, row.target]))].filter((hash) => !seen.has(hash));
  }
  return [...seen];
}

function leadsBack(record: StoredRecord, links: ReadonlyMap<string, string>): boolean {
  let at: string | undefined = record.targetHash ?? undefined;
  for (let depth = 0; at !== undefined && depth <= MAX_CHAIN; depth += 1) {
    if (at === record.idHash) return true;
    at = links.get(`${record.tenant.key}:${at}`);
  }
  return false;
}
