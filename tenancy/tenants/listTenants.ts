import { and, desc, eq, lt } from "drizzle-orm";
import { tenants } from "../../drizzle/schema/tenant.ts";
import { type Database, withSystem } from "../database.ts";
import { type TenantDetails, toTenantDetails } from "./tenantDetails.ts";

export interface ListTenantsInput {
  /** 1 to 100. */
  readonly limit: number;
  /** Id of the last tenant of the page before. */
  readonly after?: string | undefined;
}

/** Operator only: tenants without their sandboxes, the newest first. */
export function listTenants(
  db: Database,
  { limit, after }: ListTenantsInput,
): Promise<readonly TenantDetails[]> {
  return withSystem(db, "list tenants", async (tx) => {
    const older = after === undefined ? undefined : lt(tenants.id, after);
    const rows = await tx
      .select()
      .from(tenants)
      .where(and(eq(tenants.mode, "live"), older))
      .orderBy(desc(tenants.id))
      .limit(limit);
    return rows.map(toTenantDetails);
  });
}
