import type { FailureDetected } from "../../events/event.ts";
import { decodeEnvelope } from "../../events/log/envelope.ts";
import { deliveryKey } from "../deliveries/loadDeliveries.ts";
import { ok, retry } from "../outcome.ts";
import type { PipelineDeps } from "../ports.ts";
import type { Step } from "../stage.ts";
import type { AnalyseState, DetectedDelivery } from "./state.ts";

/** Which deliveries' failures the range tells of, each delivery once, at its last word. */
export function readDetected({ tenants }: Pick<PipelineDeps, "tenants">): Step<AnalyseState> {
  return {
    name: "read",
    run: async (state) => {
      const records = state.range.records.map((record) => ({
        offset: record.offset,
        ...decodeEnvelope<FailureDetected>(record.value),
      }));
      const byKey = await tenants.byKeys([...new Set(records.map((record) => record.tenant_key))]);
      const distinct = new Map<string, DetectedDelivery>();
      for (const { tenant_key, offset, body } of records) {
        const tenant = byKey.get(tenant_key);
        if (!tenant) return retry(`no tenant has key ${tenant_key} (offset ${offset})`);
        const key = deliveryKey(tenant_key, body.delivery_id);
        const swept = Math.max(distinct.get(key)?.sweptAt ?? 0, body.swept_at ?? 0);
        distinct.set(key, {
          tenant,
          deliveryId: body.delivery_id,
          failureIds: body.failure_ids,
          offset,
          sweptAt: swept === 0 ? null : swept,
        });
      }
      state.detected = [...distinct.values()];
      return ok;
    },
  };
}
