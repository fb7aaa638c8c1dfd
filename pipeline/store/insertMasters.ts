import { databaseOf } from "../../warehouse/placement.ts";
import type { CorrectionRow } from "../../warehouse/queries/pipeline/identity.ts";
import { epochOf } from "../../warehouse/time.ts";
import { RETRACTED } from "../fold/liveEvents.ts";
import { identityKey } from "../fold/order.ts";
import type { Correction } from "../fold/types.ts";
import { type DecidedMaster, decideMasters } from "../masters/decideMasters.ts";
import { loadChains } from "../masters/loadChains.ts";
import { loadMasterEvents } from "../masters/loadMasterEvents.ts";
import { type MasterEvent, masterOfRecord } from "../masters/masterEvent.ts";
import { toDimRow } from "../masters/toDimRow.ts";
import { ok } from "../outcome.ts";
import type { PipelineDeps } from "../ports.ts";
import type { Step } from "../stage.ts";
import { accepted, type StoredRecord, type StoreState, tenantsOf } from "./state.ts";

type Deps = Pick<PipelineDeps, "warehouse">;

/**
 * `*.updated` events make versions of their entity in `dim_*`; corrections and retractions change what stands there.
 * Comes after the range's events and corrections are stored (see `decideMasters`); a repeat writes the same again.
 */
export function insertMasters(deps: Deps): Step<StoreState> {
  return {
    name: "insert_masters",
    run: async (state) => {
      const records = accepted(state).filter(
        (record) => record.targetHash !== null || masterOfRecord(record).length > 0,
      );
      if (records.length > 0) await write(deps, records, await decide(deps, records));
      return ok;
    },
  };
}

/** The master events of the range and all that are on a chain with something in it, each judged by all corrections known. */
async function decide(
  { warehouse }: Deps,
  records: readonly StoredRecord[],
): Promise<readonly DecidedMaster[]> {
  const reader = warehouse.forTenants(tenantsOf(records));
  const ends = records.map(({ tenant, idHash, targetHash }) => ({
    tenantKey: tenant.key,
    hash: idHash,
    target: targetHash,
  }));
  const chains = await loadChains(reader, ends);
  const events = new Map<string, MasterEvent>();
  for (const event of [...(await loadMasterEvents(reader, chains)), ...records.flatMap(masterOfRecord)])
    events.set(`${event.tenantKey}:${identityKey(event.source, event.id)}`, event);
  const corrections = Map.groupBy(chains, (row) => row.tenant_key);
  return [...Map.groupBy(events.values(), (event) => event.tenantKey)].flatMap(([tenantKey, ofTenant]) =>
    decideMasters(ofTenant, (corrections.get(tenantKey) ?? []).map(toCorrection)),
  );
}

function toCorrection({ source, id, corrects, type, occurred_at }: CorrectionRow): Correction {
  return { source, id, corrects, retraction: type === RETRACTED, at: epochOf(occurred_at) };
}

/** One insert for each table. */
async function write(
  { warehouse }: Deps,
  records: readonly StoredRecord[],
  decided: readonly DecidedMaster[],
): Promise<void> {
  const databases = new Map(records.map(({ tenant }) => [tenant.key, databaseOf(tenant)]));
  const tables = Map.groupBy(decided, ({ event }) => `${databases.get(event.tenantKey)}.dim_${event.kind}`);
  await Promise.all(
    [...tables.values()].map(([first, ...rest]) => {
      const database = first && databases.get(first.event.tenantKey);
      if (!first || !database) return undefined;
      return warehouse.insert(database, `dim_${first.event.kind}`, [first, ...rest].map(toDimRow) as never);
    }),
  );
}
