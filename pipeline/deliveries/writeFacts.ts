import { databaseOf } from "../../warehouse/placement.ts";
import { ok } from "../outcome.ts";
import type { PipelineDeps } from "../ports.ts";
import type { Step } from "../stage.ts";
import type { DeliveriesState } from "./state.ts";

/** Writes the new versions: failures first, so that a delivery never names one that is not there. */
export function writeFacts({ warehouse }: Pick<PipelineDeps, "warehouse">): Step<DeliveriesState> {
  return {
    name: "write",
    run: async (state) => {
      const tenants = new Map(state.touched.map(({ tenant }) => [tenant.key, tenant]));
      const database = ({ tenant_key }: { readonly tenant_key: number }) => {
        const tenant = tenants.get(tenant_key);
        return tenant ? databaseOf(tenant) : "";
      };
      for (const [name, rows] of Map.groupBy(state.newFailures, database)) {
        await warehouse.insert(name, "failure_facts", rows);
      }
      for (const [name, rows] of Map.groupBy(state.newDeliveries, database)) {
        await warehouse.insert(name, "delivery_facts", rows);
      }
      return ok;
    },
  };
}
