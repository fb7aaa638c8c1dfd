import type { DeliveryTouched } from "../../events/event.ts";
import { ok } from "../outcome.ts";
import type { PipelineDeps } from "../ports.ts";
import { readDeliveries } from "../readDeliveries.ts";
import type { Step } from "../stage.ts";
import type { DeliveriesState } from "./state.ts";

/** Which deliveries are to be folded again. */
export function readTouched({ tenants }: Pick<PipelineDeps, "tenants">): Step<DeliveriesState> {
  return {
    name: "read",
    run: async (state) => {
      state.touched = await readDeliveries<DeliveryTouched>(state.ranges, tenants);
      return ok;
    },
  };
}
