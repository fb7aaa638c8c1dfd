import { appendAll } from "../appendAll.ts";
import type { PipelineDeps } from "../ports.ts";
import type { Step } from "../stage.ts";
import type { DeliveriesState } from "./state.ts";

/** Tells what was detected, after it can be read, and leaves what the analysis would have to read again. */
export function announce({ eventLog }: Pick<PipelineDeps, "eventLog">): Step<DeliveriesState> {
  return {
    name: "announce",
    run: async (state) => {
      const outcome = await appendAll(eventLog, state.announce);
      if (outcome.kind === "ok")
        for (const { key, range, facts } of state.folded) state.handoverOf(range)?.put(key, facts);
      return outcome;
    },
  };
}
