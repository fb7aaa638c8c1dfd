import { analyse } from "../../analysis/attribute/analyse.ts";
import { correlate } from "../../analysis/correlate/correlate.ts";
import { FINAL_AFTER_MS } from "../deliveries/dueChanges.ts";
import { type ActiveModels, createActiveModels } from "../models/activeModels.ts";
import { ok } from "../outcome.ts";
import type { PipelineDeps } from "../ports.ts";
import type { Step } from "../stage.ts";
import type { AnalyseState, Case } from "./state.ts";

/**
 * Correlates evidence and ranks causes, purely, by each tenant's own model, the experts' while it has none. A first
 * answer is provisional; a sweep makes it final.
 */
export function attributeCauses({ db }: Pick<PipelineDeps, "db">): Step<AnalyseState> {
  const active: ActiveModels = createActiveModels(db);
  return {
    name: "attribute",
    run: async (state) => {
      const models = await active.of([...new Set(state.cases.map(({ detected }) => detected.tenant.id))]);
      for (const one of state.cases) {
        const model = models.get(one.detected.tenant.id);
        if (!model) continue;
        const around = model.norms ? { ...one.around, norms: model.norms } : one.around;
        one.analysis = analyse(one.failure, correlate(one.failure, around), model, {
          final: isFinal(one),
        });
      }
      return ok;
    },
  };
}

function isFinal({ detected, row, failure }: Case): boolean {
  if (row.analysis_status === "final") return true;
  return detected.sweptAt !== null && detected.sweptAt >= failure.occurredAt + FINAL_AFTER_MS;
}
