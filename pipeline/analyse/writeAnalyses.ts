import { databaseOf } from "../../warehouse/placement.ts";
import { appendAll } from "../appendAll.ts";
import { ok } from "../outcome.ts";
import type { PipelineDeps } from "../ports.ts";
import type { Step } from "../stage.ts";
import type { AnalyseState } from "./state.ts";

/** Writes evidence, then the versions that rest on it. */
export function writeAnalyses({ warehouse }: Pick<PipelineDeps, "warehouse">): Step<AnalyseState> {
  return {
    name: "write",
    run: async (state) => {
      const databases = new Map(state.detected.map(({ tenant }) => [tenant.key, databaseOf(tenant)]));
      const database = ({ tenant_key }: { readonly tenant_key: number }) => databases.get(tenant_key) ?? "";
      for (const [name, rows] of Map.groupBy(state.newEvidence, database)) {
        await warehouse.insert(name, "correlation_facts", rows);
      }
      for (const [name, rows] of Map.groupBy(state.newFailures, database)) {
        await warehouse.insert(name, "failure_facts", rows);
      }
      return ok;
    },
  };
}

/** Tells the outcome, after it can be read. */
export function publishResults({ eventLog }: Pick<PipelineDeps, "eventLog">): Step<AnalyseState> {
  return { name: "publish", run: (state) => appendAll(eventLog, state.announce) };
}
