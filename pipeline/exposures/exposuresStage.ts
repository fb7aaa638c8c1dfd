import type { PipelineDeps } from "../ports.ts";
import type { Stage } from "../stage.ts";
import { exposeRuns } from "./exposeRuns.ts";
import { readAtTheDoor } from "./readAtTheDoor.ts";
import { sampleStages } from "./sampleStages.ts";
import type { ExposuresState } from "./state.ts";
import { writeExposures } from "./writeExposures.ts";

/**
 * What deliveries were exposed to, failed or not, and how long their stages took: against it the failures are held.
 * It has a group of its own, since nobody waits for it.
 */
export function exposuresStage(deps: PipelineDeps): Stage<ExposuresState> {
  return {
    name: "exposures",
    steps: [readAtTheDoor(deps), sampleStages(deps), exposeRuns(deps), writeExposures(deps)],
  };
}
