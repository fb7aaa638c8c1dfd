import type { PipelineDeps } from "../ports.ts";
import { markDue } from "../recommendations/markDue.ts";
import type { Stage } from "../stage.ts";
import { attributeCauses } from "./attributeCauses.ts";
import { loadCases } from "./loadCases.ts";
import { loadSurroundings } from "./loadSurroundings.ts";
import { readDetected } from "./readDetected.ts";
import type { AnalyseState } from "./state.ts";
import { versionAnalyses } from "./versionAnalyses.ts";
import { publishResults, writeAnalyses } from "./writeAnalyses.ts";

/** Correlates, attributes, recommends and publishes, for all failures of a range at once. */
export function analyseStage(deps: PipelineDeps): Stage<AnalyseState> {
  return {
    name: "analyse",
    steps: [
      readDetected(deps),
      loadCases(deps),
      loadSurroundings(deps),
      attributeCauses(deps),
      versionAnalyses(deps),
      writeAnalyses(deps),
      markDue(deps),
      publishResults(deps),
    ],
  };
}
