import { eq } from "drizzle-orm";
import { tenants } from "../../drizzle/schema/tenant.ts";
import type { Ctx } from "../context.ts";
import { type Database, withSystem, withTenant } from "../database.ts";
import { DomainError } from "../errors.ts";
import { requireScope } from "../requireScope.ts";
import { type TenantDetails, toTenantDetails } from "./tenantDetails.ts";

/** The caller's own tenant. Needs `tenant:read`. */
export async function getTenant(ctx: Ctx): Promise<TenantDetails> {
  requireScope(ctx, "tenant:read");
  const [row] = await withTenant(ctx.db, ctx.tenant.id, (tx) =>
    tx.select().from(tenants).where(eq(tenants.id, ctx.tenant.id)),
  );
  if (!row) throw new DomainError("not_found", "There is no such tenant.");
  return toTenantDetails(row);
}

/** Any tenant by its id, whatever its status; undefined when there is none. For the operator and for workers. */
export async function findTenant(db: Database, id: string): Promise<TenantDetails | undefined> {
  const [row] = await withSystem(db, "tenant by id", (tx) =>
    tx.select().from(tenants).where(eq(tenants.id, id)),
  );
  return row && toTenantDetails(row);
}
