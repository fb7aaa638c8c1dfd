import { appendAll } from "../appendAll.ts";
import type { PipelineDeps } from "../ports.ts";
import type { Step } from "../stage.ts";
import type { DeliveriesState } from "./state.ts";

/** Tells what was detected, after it can be read. */
export function announce({ eventLog }: Pick<PipelineDeps, "eventLog">): Step<DeliveriesState> {
  return { name: "announce", run: (state) => appendAll(eventLog, state.announce) };
}
