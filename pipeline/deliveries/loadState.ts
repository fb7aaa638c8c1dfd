import type { Tenant } from "../../tenancy/context.ts";
import { findDeliveryFacts, findFailureFacts } from "../../warehouse/queries/pipeline/facts.ts";
import { readClocks } from "../clock/readClocks.ts";
import { ok } from "../outcome.ts";
import type { PipelineDeps } from "../ports.ts";
import type { Step } from "../stage.ts";
import { deliveryKey, loadDeliveries } from "./loadDeliveries.ts";
import type { DeliveriesState } from "./state.ts";

/** Loads live events, facts and clocks of all touched deliveries, in a number of queries that does not grow with them. */
export function loadState({
  warehouse,
  db,
  now,
}: Pick<PipelineDeps, "warehouse" | "db" | "now">): Step<DeliveriesState> {
  return {
    name: "load",
    run: async (state) => {
      const tenants: Tenant[] = [
        ...new Map(state.touched.map(({ tenant }) => [tenant.key, tenant])).values(),
      ];
      const reader = warehouse.forTenants(tenants);
      const ids = [...new Set(state.touched.map(({ deliveryId }) => deliveryId))];
      const [events, facts, clocks] = await Promise.all([
        loadDeliveries(warehouse, state.touched),
        findDeliveryFacts(reader, ids),
        readClocks(db, tenants, now()),
      ]);
      state.events = events;
      state.clocks = clocks;
      state.deliveryFacts = new Map(facts.map((row) => [deliveryKey(row.tenant_key, row.delivery_id), row]));
      const failureIds = [...new Set(facts.flatMap((row) => row.failure_ids))];
      const failures = failureIds.length === 0 ? [] : await findFailureFacts(reader, failureIds);
      state.failureFacts = new Map(failures.map((row) => [row.failure_id, row]));
      return ok;
    },
  };
}
