import { inLaneOf } from "../../events/log/port.ts";
import { appendAll } from "../appendAll.ts";
import { innerRecord } from "../innerRecord.ts";
import { ok } from "../outcome.ts";
import type { PipelineDeps } from "../ports.ts";
import type { Step } from "../stage.ts";
import type { StoreState } from "./state.ts";

/** Tells the owners of the touched deliveries to fold them again. Telling twice does no harm. */
export function announceTouched({ eventLog, now }: Pick<PipelineDeps, "eventLog" | "now">): Step<StoreState> {
  return {
    name: "announce",
    run: async (state) => {
      const at = now();
      const [range] = state.ranges;
      if (range === undefined) return ok;
      const topic = inLaneOf(range.topic, "deliveries_touched");
      const appends = [...state.touched].flatMap(([tenantKey, ids]) =>
        [...ids].map(([delivery_id, quiet]) =>
          innerRecord(topic, tenantKey, delivery_id, { delivery_id, ...(quiet && { quiet }) }, at),
        ),
      );
      return appendAll(eventLog, appends);
    },
  };
}
