import type { Tenant } from "../../tenancy/context.ts";
import { findCorrectionsById } from "../../warehouse/queries/pipeline/identity.ts";
import { dead, ok } from "../outcome.ts";
import type { PipelineDeps } from "../ports.ts";
import type { Step } from "../stage.ts";
import { accepted, type StoredRecord, type StoreState, tenantsOf } from "./state.ts";

export const CYCLE = "correction_cycle";

/** Longest chain of corrections that is followed; a longer one is taken as it is. */
const MAX_CHAIN = 16;

type Links = Map<string, string>;

const keyOf = (tenant: Pick<Tenant, "key">, hash: string) => `${tenant.key}:${hash}`;

/** Quarantines a correction whose chain of targets leads back to itself. */
export function refuseCycles({ warehouse }: Pick<PipelineDeps, "warehouse">): Step<StoreState> {
  return {
    name: "refuse_cycles",
    run: async (state) => {
      const corrections = accepted(state).filter((record) => record.targetHash !== null);
      if (corrections.length === 0) return ok;
      const links: Links = new Map();
      for (const r of corrections) if (r.targetHash) links.set(keyOf(r.tenant, r.idHash), r.targetHash);
      await followChains(warehouse, corrections, links);
      for (const record of corrections) if (leadsBack(record, links)) record.verdict = dead(CYCLE);
      return ok;
    },
  };
}

async function followChains(
  warehouse: PipelineDeps["warehouse"],
  corrections: readonly StoredRecord[],
  links: Links,
): Promise<void> {
  const reader = warehouse.forTenants(tenantsOf(corrections));
  let wanted = [...new Set(corrections.flatMap((r) => r.targetHash ?? []))];
  for (let depth = 0; depth < MAX_CHAIN && wanted.length > 0; depth += 1) {
    const rows = await findCorrectionsById(reader, wanted);
    const fresh = rows.filter((row) => !links.has(`${row.tenant_key}:${row.id_hash}`));
    for (const row of fresh) links.set(`${row.tenant_key}:${row.id_hash}`, row.target_hash);
    wanted = [...new Set(fresh.map((row) => row.target_hash))];
  }
}

function leadsBack(record: StoredRecord, links: ReadonlyMap<string, string>): boolean {
  let at = record.targetHash;
  for (let depth = 0; at !== null && depth <= MAX_CHAIN; depth += 1) {
    if (at === record.idHash) return true;
    at = links.get(keyOf(record.tenant, at)) ?? null;
  }
  return false;
}
