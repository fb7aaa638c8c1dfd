import type { Warehouse } from "../../warehouse/client.ts";
import { findStoredOffsets } from "../../warehouse/queries/pipeline/storedOffsets.ts";
import { ok, retry } from "../outcome.ts";
import type { PipelineDeps } from "../ports.ts";
import type { Step } from "../stage.ts";
import { insertEvents } from "./insertEvents.ts";
import { accepted, type StoreState, tenantsOf } from "./state.ts";

type Deps = Pick<PipelineDeps, "warehouse" | "now">;

/**
 * For a range taken up before: looks whether what was inserted is there. ClickHouse notes a token before it has the
 * rows, so one that was killed in between swallows the same token for good. An insert of before may also be about to
 * end, hence rows are waited for once before they are inserted under another token.
 */
export function confirmStored({ warehouse, now }: Deps): Step<StoreState> {
  const missed = new Set<string>();
  return {
    name: "confirm",
    run: async (state) => {
      const records = accepted(state);
      if (state.reopened === null || records.length === 0) return ok;
      const { topic, partition, first } = state.reopened;
      const name = `${topic}:${partition}:${first}`;
      state.stored = await findStoredOffsets(warehouse.forTenants(tenantsOf(records)), state.reopened);
      const missing = countMissing(state);
      if (missing === 0) {
        missed.delete(name);
        return ok;
      }
      if (missed.has(name)) {
        await insertEvents({ warehouse: withOtherTokens(warehouse, String(now())), now }).run(state);
      }
      missed.add(name);
      return retry(`${missing} inserted rows are not there`);
    },
  };
}

function countMissing(state: StoreState): number {
  let missing = 0;
  for (const [table, offsets] of state.stored) {
    for (const { offset, targetHash } of accepted(state)) {
      if (table === "event_corrections" && targetHash === null) continue;
      if (!offsets.has(offset)) missing += 1;
    }
  }
  return missing;
}

function withOtherTokens(warehouse: Warehouse, suffix: string): Warehouse {
  return {
    ...warehouse,
    insert: (database, table, rows, { token = "" } = {}) =>
      warehouse.insert(database, table, rows, { token: `${token}:${suffix}` }),
  };
}
