import { inArray } from "drizzle-orm";
import { tenantClocks } from "../../drizzle/schema/due.ts";
import type { Tenant, TenantId } from "../../tenancy/context.ts";
import { type Database, withSystem } from "../../tenancy/database.ts";

export interface Clock {
  /** The tenant's now, epoch ms. */
  readonly now: number;
  /** Up to when everything that was received has been folded, epoch ms; the past for a clock not settled yet. */
  readonly settled: number;
}

/** The clocks of the tenants: now for live ones and for sandboxes that never sent a received_hint. */
export async function readClocks(
  db: Database,
  tenants: readonly Tenant[],
  now: number,
): Promise<ReadonlyMap<TenantId, Clock>> {
  const clocks = new Map<TenantId, Clock>(tenants.map(({ id }) => [id, { now, settled: now }]));
  const sandboxes = tenants.filter((tenant) => tenant.mode === "test").map(({ id }) => id);
  if (sandboxes.length === 0) return clocks;
  const rows = await withSystem(db, "pipeline: clocks", (tx) =>
    tx.select().from(tenantClocks).where(inArray(tenantClocks.tenantId, sandboxes)),
  );
  for (const row of rows) {
    clocks.set(row.tenantId as TenantId, {
      now: row.nowAt.getTime(),
      settled: row.settledAt?.getTime() ?? 0,
    });
  }
  return clocks;
}
