import { databaseOf } from "../../warehouse/placement.ts";
import { ok } from "../outcome.ts";
import type { PipelineDeps } from "../ports.ts";
import type { Step } from "../stage.ts";
import type { ExposuresState } from "./state.ts";

/** Writes the new versions. */
export function writeExposures({ warehouse }: Pick<PipelineDeps, "warehouse">): Step<ExposuresState> {
  return {
    name: "write",
    run: async (state) => {
      const databases = new Map(state.touched.map(({ tenant }) => [tenant.key, databaseOf(tenant)]));
      const database = ({ tenant_key }: { readonly tenant_key: number }) => databases.get(tenant_key) ?? "";
      for (const [name, rows] of Map.groupBy(state.newSamples, database))
        await warehouse.insert(name, "stage_samples", rows);
      for (const [name, rows] of Map.groupBy(state.newExposures, database))
        await warehouse.insert(name, "attempt_exposures", rows);
      return ok;
    },
  };
}
