import { appendAll } from "../appendAll.ts";
import { innerRecord } from "../innerRecord.ts";
import type { PipelineDeps } from "../ports.ts";
import type { Step } from "../stage.ts";
import type { StoreState } from "./state.ts";

/** Tells the owners of the touched deliveries to fold them again. Telling twice does no harm. */
export function announceTouched({ eventLog, now }: Pick<PipelineDeps, "eventLog" | "now">): Step<StoreState> {
  return {
    name: "announce",
    run: async (state) => {
      const at = now();
      const appends = [...state.touched].flatMap(([tenantKey, ids]) =>
        [...ids].map(([delivery_id, { quiet, slow }]) => {
          const topic = slow ? "deliveries_touched_bulk" : "deliveries_touched";
          return innerRecord(topic, tenantKey, delivery_id, { delivery_id, ...(quiet && { quiet }) }, at);
        }),
      );
      return appendAll(eventLog, appends);
    },
  };
}
