import type { DeliveryTouched } from "../../events/event.ts";
import { decodeEnvelope } from "../../events/log/envelope.ts";
import { ok, retry } from "../outcome.ts";
import type { PipelineDeps } from "../ports.ts";
import type { Step } from "../stage.ts";
import { deliveryKey } from "./loadDeliveries.ts";
import type { DeliveriesState, TouchedDelivery } from "./state.ts";

/** Which deliveries the range tells of, each once. */
export function readTouched({ tenants }: Pick<PipelineDeps, "tenants">): Step<DeliveriesState> {
  return {
    name: "read",
    run: async (state) => {
      const touched = state.range.records.map((record) => ({
        offset: record.offset,
        ...decodeEnvelope<DeliveryTouched>(record.value),
      }));
      const byKey = await tenants.byKeys([...new Set(touched.map((t) => t.tenant_key))]);
      const distinct = new Map<string, TouchedDelivery>();
      for (const { tenant_key, offset, body } of touched) {
        const tenant = byKey.get(tenant_key);
        if (!tenant) return retry(`no tenant has key ${tenant_key} (offset ${offset})`);
        const key = deliveryKey(tenant_key, body.delivery_id);
        const swept = Math.max(distinct.get(key)?.sweptAt ?? 0, body.swept_at ?? 0);
        distinct.set(key, {
          tenant,
          deliveryId: body.delivery_id,
          offset,
          sweptAt: swept === 0 ? null : swept,
        });
      }
      state.touched = [...distinct.values()];
      return ok;
    },
  };
}
