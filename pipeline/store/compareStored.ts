import { findStoredOffsets } from "../../warehouse/queries/pipeline/storedOffsets.ts";
import { ok } from "../outcome.ts";
import type { PipelineDeps } from "../ports.ts";
import type { Step } from "../stage.ts";
import { type StoreState, tenantsOf } from "./state.ts";

/** For a range taken up before: reads by log position what is stored, so that only missing rows are inserted. */
export function compareStored({ warehouse }: Pick<PipelineDeps, "warehouse">): Step<StoreState> {
  return {
    name: "compare",
    run: async (state) => {
      if (state.reopened !== null && state.records.length > 0) {
        state.stored = await findStoredOffsets(
          warehouse.forTenants(tenantsOf(state.records)),
          state.reopened,
        );
      }
      return ok;
    },
  };
}
