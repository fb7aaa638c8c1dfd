import type { Tenant } from "../tenancy/context.ts";

/** The one pool; a second comes when a node carries more than a thousand tenants. */
export const POOL = "pool_00";

const HIGHEST_KEY = 2 ** 32 - 1;

/** A tenant_key as a literal that is safe to write into SQL. Throws for anything that is not a key (0 is reserved). */
export function keyLiteral(key: number): string {
  if (!Number.isInteger(key) || key < 1 || key > HIGHEST_KEY) throw new Error(`not a tenant key: ${key}`);
  return String(key);
}

/** The database that holds a tenant's tables: `pool_00` or `tenant_<key>`. The schema is the same in both. */
export function databaseOf(tenant: Pick<Tenant, "key" | "placement">): string {
  const key = keyLiteral(tenant.key);
  return tenant.placement === "dedicated" ? `tenant_${key}` : POOL;
}

/** Whether a name is the name of a placement's database. */
export function isPlacement(database: string): boolean {
  return /^(pool_\d{2}|tenant_[1-9]\d*)$/.test(database);
}
