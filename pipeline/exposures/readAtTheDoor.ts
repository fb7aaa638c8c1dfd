import type { DeliveryTouched } from "../../events/event.ts";
import { findAtTheDoor } from "../../warehouse/queries/pipeline/stageSamples.ts";
import { deliveryKey, loadDeliveries } from "../deliveries/loadDeliveries.ts";
import { drop, ok } from "../outcome.ts";
import type { PipelineDeps } from "../ports.ts";
import { readDeliveries } from "../readDeliveries.ts";
import type { Step } from "../stage.ts";
import type { ExposuresState } from "./state.ts";

/** Reads which deliveries were touched, and the live events of those that have been at the door. */
export function readAtTheDoor({
  tenants,
  warehouse,
}: Pick<PipelineDeps, "tenants" | "warehouse">): Step<ExposuresState> {
  return {
    name: "read",
    run: async (state) => {
      const told = await readDeliveries<DeliveryTouched>(state.ranges, tenants);
      const reader = warehouse.forTenants(told.map(({ tenant }) => tenant));
      const rows = await findAtTheDoor(reader, [...new Set(told.map(({ deliveryId }) => deliveryId))]);
      const wanted = new Set(rows.map((row) => deliveryKey(row.tenant_key, row.delivery_id)));
      state.touched = told.filter(({ tenant, deliveryId }) =>
        wanted.has(deliveryKey(tenant.key, deliveryId)),
      );
      if (state.touched.length === 0) return drop("none of them has been at the door");
      state.events = await loadDeliveries(warehouse, state.touched);
      return ok;
    },
  };
}
