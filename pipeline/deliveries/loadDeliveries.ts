import type { Tenant } from "../../tenancy/context.ts";
import type { Warehouse } from "../../warehouse/client.ts";
import { findDeliveryEvents } from "../../warehouse/queries/pipeline/deliveryEvents.ts";
import { liveEvents } from "../fold/liveEvents.ts";
import type { FoldEvent } from "../fold/types.ts";
import { loadCorrections } from "./loadCorrections.ts";
import { toFoldEvent } from "./toFoldEvent.ts";

export interface DeliveryRef {
  readonly tenant: Tenant;
  readonly deliveryId: string;
}

export const deliveryKey = (tenantKey: number, deliveryId: string) => `${tenantKey}:${deliveryId}`;

/**
 * The live events of each delivery, by `deliveryKey`, ordered by time: a bounded number of queries for all of them.
 * A delivery without events is absent.
 */
export async function loadDeliveries(
  warehouse: Warehouse,
  deliveries: readonly DeliveryRef[],
): Promise<ReadonlyMap<string, readonly FoldEvent[]>> {
  const reader = warehouse.forTenants(deliveries.map(({ tenant }) => tenant));
  const wanted = new Set(deliveries.map(({ tenant, deliveryId }) => deliveryKey(tenant.key, deliveryId)));
  const rows = await findDeliveryEvents(reader, [...new Set(deliveries.map(({ deliveryId }) => deliveryId))]);
  const events = new Map<string, FoldEvent[]>();
  for (const row of rows) {
    const key = deliveryKey(row.tenant_key, row.delivery_id);
    if (!wanted.has(key)) continue;
    const list = events.get(key);
    if (list) list.push(toFoldEvent(row));
    else events.set(key, [toFoldEvent(row)]);
  }
  const corrections = await loadCorrections(reader, [...events.values()].flat());
  return new Map(
    [...events].map(([key, all]) => [key, liveEvents(all, corrections.get(tenantKeyOf(key)) ?? [])]),
  );
}

const tenantKeyOf = (key: string) => Number(key.slice(0, key.indexOf(":")));
