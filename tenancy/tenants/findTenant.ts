import { eq } from "drizzle-orm";
import { tenants } from "../../drizzle/schema/tenant.ts";
import { type Database, withSystem } from "../database.ts";
import { type TenantDetails, toTenantDetails } from "./tenantDetails.ts";

/** Any tenant by its id, whatever its status; undefined when there is none. For the operator and for workers. */
export async function findTenant(db: Database, id: string): Promise<TenantDetails | undefined> {
  const [row] = await withSystem(db, "tenant by id", (tx) =>
    tx.select().from(tenants).where(eq(tenants.id, id)),
  );
  return row && toTenantDetails(row);
}
