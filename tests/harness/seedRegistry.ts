import { expertModel } from "../../analysis/model/expert.ts";
import { attributionModels, recommendations } from "../../drizzle/schema/attribution.ts";
import type { HeldOutMetrics } from "../../pipeline/models/model.ts";
import { toStored } from "../../pipeline/models/parameters.ts";
import type { Tenant } from "../../tenancy/context.ts";
import { type Database, withSystem } from "../../tenancy/database.ts";

type Set<Table extends { readonly $inferInsert: object }> = Partial<Table["$inferInsert"]>;

const scored = (logLoss: number) => ({ n: 40, logLoss, ece: 0.05, top1: 0.8 });
/** What a model that does better, or no better, than the one in force was measured at. */
export const BETTER: HeldOutMetrics = {
  own: scored(0.5),
  inForce: scored(0.7),
  inForceVersion: "expert-1",
  gainError: 0.05,
  failures: 300,
  inForceFailures: 0,
};
export const WORSE: HeldOutMetrics = { ...BETTER, own: scored(0.9) };

/** A model of the experts' parameters in a tenant's registry. */
export async function seedModel(
  db: Database,
  tenant: Tenant,
  set: Set<typeof attributionModels> & { readonly id: string; readonly number: number },
): Promise<void> {
  const model = { ...expertModel(), version: `attr-${set.number}` };
  await withSystem(db, "test", (tx) =>
    tx.insert(attributionModels).values({
      tenantId: tenant.id,
      occasion: "request",
      parameters: toStored({ model, held: [] }),
      metrics: { ...BETTER },
      trainedOn: { failures: 300, attempts: 2_000, confirmed: 40, from: null, to: null, seconds: 1 },
      ...set,
    }),
  );
}

/** A summed-up recommendation. */
export async function seedRecommendation(
  db: Database,
  tenant: Tenant,
  set: Set<typeof recommendations> & { readonly id: string },
): Promise<void> {
  const at = new Date("2026-11-20T12:00:00Z");
  await withSystem(db, "test", (tx) =>
    tx.insert(recommendations).values({
      tenantId: tenant.id,
      playbook: "staff_by_backlog",
      entityKind: "warehouse",
      entityId: "W-3",
      ownerRole: "warehouse_manager",
      causes: ["warehouse.capacity"],
      failures: 12,
      avoided: 3,
      avoidedLow: 1,
      avoidedHigh: 5,
      firstFailureAt: at,
      lastFailureAt: at,
      ...set,
    }),
  );
}
