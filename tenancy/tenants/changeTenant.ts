import { and, eq, or } from "drizzle-orm";
import { tenants } from "../../drizzle/schema/tenant.ts";
import { writeAudit } from "../audit/writeAudit.ts";
import type { Database } from "../database.ts";
import { withSystem } from "../database.ts";
import { DomainError } from "../errors.ts";
import type { Keyring } from "../keyring.ts";
import { announceChanged } from "../keys/keyCache.ts";
import type { Cache } from "../ports.ts";
import { type TenantDetails, toTenantDetails } from "./tenantDetails.ts";

export interface ChangeTenantDeps {
  readonly db: Database;
  readonly keyring: Keyring;
  readonly cache: Cache;
  readonly requestId: string;
}

export interface TenantChange {
  /** Null for what every tenant may. */
  readonly eventsPerSecond?: number | null;
  /** A suspended tenant's credentials open nothing; what it sent is worked on. */
  readonly status?: "active" | "suspended";
}

/**
 * Operator only: changes a tenant and its sandbox, which each have that quota. Other processes follow at once, or
 * within 30 s while the cache is away. Throws `not_found` (also for a sandbox's id), `conflict` for a closed tenant.
 */
export async function changeTenant(
  deps: ChangeTenantDeps,
  id: string,
  change: TenantChange,
): Promise<TenantDetails> {
  const changed = await withSystem(deps.db, "change tenant", async (tx) => {
    const own = and(eq(tenants.id, id), eq(tenants.mode, "live"));
    const [before] = await tx.select().from(tenants).where(own);
    if (!before) throw new DomainError("not_found", "There is no such tenant.");
    if (before.status === "closed") throw new DomainError("conflict", "The tenant is closed for good.");
    const rows = await tx
      .update(tenants)
      .set({ ...change, updatedAt: new Date() })
      .where(or(eq(tenants.id, id), eq(tenants.parentId, id)))
      .returning();
    const row = rows.find((each) => each.id === id);
    if (!row) throw new Error("the changed tenant's row did not come back");
    const tenant = toTenantDetails(row);
    const ctx = {
      tenant,
      actor: { kind: "operator", id: "operator" } as const,
      requestId: deps.requestId,
    };
    await writeAudit(tx, ctx, { action: "tenant.changed", target: id, details: { ...change } });
    return tenant;
  });
  await announceChanged(deps, id);
  return changed;
}
