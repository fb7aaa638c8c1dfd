import { and, eq, inArray } from "drizzle-orm";
import { LRUCache } from "lru-cache";
import { expertModel } from "../../analysis/model/expert.ts";
import type { AttributionModel } from "../../analysis/model/types.ts";
import { attributionModels } from "../../drizzle/schema/attribution.ts";
import { type Database, withSystem } from "../../tenancy/database.ts";
import { fromStored, type StoredParameters } from "./parameters.ts";

/** The model in force of each tenant. */
export interface ActiveModels {
  /** By tenant id; two queries at most, however many tenants. The experts' model where a tenant has none of its own. */
  of(tenantIds: readonly string[]): Promise<ReadonlyMap<string, AttributionModel>>;
}

/** A model is a few hundred kilobytes; those of tenants that are not at work just now are read again. */
const KEPT = 200;

/** Reads which model is in force anew each time, so that a promotion counts at once, and its parameters once. */
export function createActiveModels(db: Database): ActiveModels {
  const expert = expertModel();
  const kept = new LRUCache<string, AttributionModel>({ max: KEPT });
  return {
    async of(tenantIds) {
      const active = await readActive(db, tenantIds);
      const found = await fetchModels(db, kept, [...active.values()]);
      return new Map(
        tenantIds.map((tenant) => [tenant, found.get(active.get(tenant) ?? "") ?? expert] as const),
      );
    },
  };
}

async function readActive(db: Database, tenantIds: readonly string[]): Promise<ReadonlyMap<string, string>> {
  if (tenantIds.length === 0) return new Map();
  const { tenantId, id, status } = attributionModels;
  const rows = await withSystem(db, "analyse: models in force", (tx) =>
    tx
      .select({ tenantId, id })
      .from(attributionModels)
      .where(and(inArray(tenantId, [...tenantIds]), eq(status, "active"))),
  );
  return new Map(rows.map((row) => [row.tenantId, row.id]));
}

async function fetchModels(
  db: Database,
  kept: LRUCache<string, AttributionModel>,
  ids: readonly string[],
): Promise<ReadonlyMap<string, AttributionModel>> {
  const found = new Map<string, AttributionModel>();
  for (const id of ids) {
    const model = kept.get(id);
    if (model) found.set(id, model);
  }
  const missing = ids.filter((id) => !found.has(id));
  if (missing.length === 0) return found;
  const { id, parameters } = attributionModels;
  const rows = await withSystem(db, "analyse: model parameters", (tx) =>
    tx.select({ id, parameters }).from(attributionModels).where(inArray(id, missing)),
  );
  for (const row of rows) {
    const { model } = fromStored(row.parameters) as StoredParameters;
    kept.set(row.id, model);
    found.set(row.id, model);
  }
  return found;
}
