import type { FailureDetected } from "../../events/event.ts";
import { ok } from "../outcome.ts";
import type { PipelineDeps } from "../ports.ts";
import { readDeliveries } from "../readDeliveries.ts";
import type { Step } from "../stage.ts";
import type { AnalyseState } from "./state.ts";

/** Which deliveries' failures are to be explained. */
export function readDetected({ tenants }: Pick<PipelineDeps, "tenants">): Step<AnalyseState> {
  return {
    name: "read",
    run: async (state) => {
      const told = await readDeliveries<FailureDetected>(state.ranges, tenants);
      state.detected = told.map(({ body, ...delivery }) => ({ ...delivery, failureIds: body.failure_ids }));
      return ok;
    },
  };
}
