import type { Warehouse } from "../../warehouse/client.ts";
import { findDeliveryFacts, findFailureFacts } from "../../warehouse/queries/pipeline/facts.ts";
import type { FoldedDeliveryFacts } from "../deliveries/handover.ts";
import { deliveryKey, loadDeliveries } from "../deliveries/loadDeliveries.ts";
import type { DetectedDelivery } from "./state.ts";

/**
 * Deliveries as they were folded last, by `deliveryKey`: facts, live events, and all failures that stand, also those that
 * nobody asked for, since one may stem from another. A bounded number of queries for all of them.
 */
export async function loadFolded(
  warehouse: Warehouse,
  detected: readonly DetectedDelivery[],
): Promise<ReadonlyMap<string, FoldedDeliveryFacts>> {
  if (detected.length === 0) return new Map();
  const [events, { facts, failures }] = await Promise.all([
    loadDeliveries(warehouse, detected),
    loadFacts(warehouse, detected),
  ]);
  const factsOf = new Map(facts.map((row) => [deliveryKey(row.tenant_key, row.delivery_id), row]));
  const openOf = Map.groupBy(
    failures.filter((row) => row.status === "open"),
    (row) => deliveryKey(row.tenant_key, row.delivery_id),
  );
  return new Map(
    detected.map(({ tenant, deliveryId }) => {
      const key = deliveryKey(tenant.key, deliveryId);
      return [key, { facts: factsOf.get(key), open: openOf.get(key) ?? [], events: events.get(key) ?? [] }];
    }),
  );
}

async function loadFacts(warehouse: Warehouse, detected: readonly DetectedDelivery[]) {
  const reader = warehouse.forTenants(detected.map(({ tenant }) => tenant));
  const facts = await findDeliveryFacts(reader, [...new Set(detected.map(({ deliveryId }) => deliveryId))]);
  const ids = new Set([
    ...detected.flatMap(({ failureIds }) => failureIds),
    ...facts.flatMap(({ failure_ids }) => failure_ids),
  ]);
  return { facts, failures: await findFailureFacts(reader, [...ids]) };
}
