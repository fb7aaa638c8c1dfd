import { and, eq } from "drizzle-orm";
import { attributionModels } from "../../drizzle/schema/attribution.ts";
import { writeAudit } from "../../tenancy/audit/writeAudit.ts";
import type { Ctx } from "../../tenancy/context.ts";
import { type Tx, withTenant } from "../../tenancy/database.ts";
import { DomainError } from "../../tenancy/errors.ts";
import { requireScope } from "../../tenancy/requireScope.ts";
import { improves } from "./improves.ts";
import { getModel, readModels } from "./listModels.ts";
import { EXPERT_ID, type Model } from "./model.ts";

/**
 * Brings a model into force: one that was in force before (a rollback, also to the experts'), or a candidate that did
 * better on held-out confirmed causes. Failures are explained by it from then on; open ones again within minutes.
 * Needs `models:write`; throws `not_found`, `conflict`.
 */
export async function promoteModel(ctx: Ctx, id: string): Promise<Model> {
  requireScope(ctx, "models:write");
  await withTenant(ctx.db, ctx.tenant.id, async (tx) => {
    const [model] = id === EXPERT_ID ? [null] : await readModels(tx, ctx, id);
    if (model === undefined) throw new DomainError("not_found", "There is no such model.");
    if (model?.status === "active") return;
    if (model?.status === "candidate" && !improves(model.metrics))
      throw new DomainError(
        "conflict",
        "On held-out confirmed causes its log loss is not lower than that of the model in force, nor as good after a quarter more failures.",
      );
    await activate(tx, ctx.tenant.id, model?.id ?? null, ctx.actor.id);
    await writeAudit(tx, ctx, { action: "model.promoted", target: id });
  });
  return getModel(ctx, id);
}

/** Retires what is in force and brings `id` into force; null: the experts' model. */
export async function activate(tx: Tx, tenantId: string, id: string | null, by: string): Promise<void> {
  const own = eq(attributionModels.tenantId, tenantId);
  const now = new Date();
  await tx
    .update(attributionModels)
    .set({ status: "retired", retiredAt: now })
    .where(and(own, eq(attributionModels.status, "active")));
  if (id === null) return;
  await tx
    .update(attributionModels)
    .set({ status: "active", activatedAt: now, retiredAt: null, promotedBy: by })
    .where(and(own, eq(attributionModels.id, id)));
}
