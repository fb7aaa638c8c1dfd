import { sql } from "drizzle-orm";
import { tenantClocks } from "../../drizzle/schema/due.ts";
import type { TenantId } from "../../tenancy/context.ts";
import type { Tx } from "../../tenancy/database.ts";

/** Moves the clocks of sandboxes on to the highest hint seen (epoch ms); a clock never goes back. */
export async function advanceClocks(tx: Tx, highest: ReadonlyMap<TenantId, number>): Promise<void> {
  if (highest.size === 0) return;
  const rows = [...highest].map(([tenantId, at]) => ({ tenantId, nowAt: new Date(at) }));
  await tx
    .insert(tenantClocks)
    .values(rows.sort((a, b) => (a.tenantId < b.tenantId ? -1 : 1)))
    .onConflictDoUpdate({
      target: tenantClocks.tenantId,
      set: { nowAt: sql`greatest(${tenantClocks.nowAt}, excluded.now_at)` },
    });
}
