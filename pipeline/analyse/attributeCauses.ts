import { analyse } from "../../analysis/attribute/analyse.ts";
import { correlate } from "../../analysis/correlate/correlate.ts";
import { expertModel } from "../../analysis/model/expert.ts";
import { FINAL_AFTER_MS } from "../deliveries/dueChanges.ts";
import { ok } from "../outcome.ts";
import type { Step } from "../stage.ts";
import type { AnalyseState, Case } from "./state.ts";

/** Correlates evidence and ranks causes, purely. A first answer is provisional; a sweep makes it final. */
export function attributeCauses(): Step<AnalyseState> {
  const model = expertModel();
  return {
    name: "attribute",
    run: async (state) => {
      for (const one of state.cases) {
        one.analysis = analyse(one.failure, correlate(one.failure, one.around), model, {
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
