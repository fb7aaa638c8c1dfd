import type { PipelineDeps } from "../ports.ts";
import type { Stage } from "../stage.ts";
import { announce } from "./announce.ts";
import { foldTouched } from "./foldTouched.ts";
import { loadState } from "./loadState.ts";
import { readTouched } from "./readTouched.ts";
import { scheduleChecks } from "./scheduleChecks.ts";
import type { DeliveriesState } from "./state.ts";
import { writeFacts } from "./writeFacts.ts";

/** Folds touched deliveries and detects their failures. Only the partition's owner does so, hence versions are plain counts. */
export function deliveriesStage(deps: PipelineDeps): Stage<DeliveriesState> {
  return {
    name: "deliveries",
    steps: [
      readTouched(deps),
      loadState(deps),
      foldTouched(deps),
      writeFacts(deps),
      scheduleChecks(deps),
      announce(deps),
    ],
  };
}
