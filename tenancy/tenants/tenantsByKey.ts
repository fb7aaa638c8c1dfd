import { asc, inArray, sql } from "drizzle-orm";
import { LRUCache } from "lru-cache";
import { tenants } from "../../drizzle/schema/tenant.ts";
import type { Tenant } from "../context.ts";
import { type Database, withSystem } from "../database.ts";
import { toTenant } from "./toTenant.ts";

export interface TenantDirectory {
  /** Tenants by their numeric key, suspended ones too; keys that no tenant has are absent. At most 30 s old. */
  byKeys(keys: readonly number[]): Promise<ReadonlyMap<number, Tenant>>;
  /** One tenant for each warehouse database in use, the oldest first. */
  list(): Promise<readonly Pick<Tenant, "key" | "placement">[]>;
}

const MAX_AGE_MS = 30_000;

/** Looks tenants up for work that spans them; every miss of a call is fetched by one query. */
export function createTenantDirectory(db: Database): TenantDirectory {
  const cache = new LRUCache<number, Tenant>({ max: 10_000, ttl: MAX_AGE_MS });
  return {
    async byKeys(keys) {
      const found = new Map<number, Tenant>();
      const missing = new Set<number>();
      for (const key of keys) {
        const tenant = cache.get(key);
        if (tenant) found.set(key, tenant);
        else missing.add(key);
      }
      if (missing.size === 0) return found;
      for (const tenant of await fetchByKeys(db, [...missing])) {
        cache.set(tenant.key, tenant);
        found.set(tenant.key, tenant);
      }
      return found;
    },
    list: () => listPlacements(db),
  };
}

async function fetchByKeys(db: Database, keys: readonly number[]): Promise<readonly Tenant[]> {
  const rows = await withSystem(db, "tenant directory", (tx) =>
    tx
      .select()
      .from(tenants)
      .where(inArray(tenants.tenantKey, [...keys])),
  );
  return rows.map(toTenant);
}

async function listPlacements(db: Database): Promise<readonly Pick<Tenant, "key" | "placement">[]> {
  const database = sql`case ${tenants.placement} when 'pooled' then 0 else ${tenants.tenantKey} end`;
  return withSystem(db, "placements in use", async (tx) => {
    const key = sql<number>`min(${tenants.tenantKey})`.as("key");
    return tx
      .select({ key, placement: tenants.placement })
      .from(tenants)
      .groupBy(tenants.placement, database)
      .orderBy(asc(key));
  });
}
