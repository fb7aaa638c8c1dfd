import { and, desc, eq, getTableColumns } from "drizzle-orm";
import { expertModel } from "../../analysis/model/expert.ts";
import { attributionModels } from "../../drizzle/schema/attribution.ts";
import type { Ctx } from "../../tenancy/context.ts";
import { type Tx, withTenant } from "../../tenancy/database.ts";
import { DomainError } from "../../tenancy/errors.ts";
import { requireScope } from "../../tenancy/requireScope.ts";
import { EXPERT_ID, type Model, toModel } from "./model.ts";

const { parameters: _parameters, tenantId: _tenant, ...SHOWN } = getTableColumns(attributionModels);

/** The tenant's models, the newest first, and last the experts', which is in force while none is. Needs `models:read`. */
export async function listModels(ctx: Ctx): Promise<readonly Model[]> {
  requireScope(ctx, "models:read");
  const rows = await withTenant(ctx.db, ctx.tenant.id, (tx) => readModels(tx, ctx));
  return [...rows, expert(rows)];
}

/** One of them. Needs `models:read`; throws `not_found`. */
export async function getModel(ctx: Ctx, id: string): Promise<Model> {
  const model = (await listModels(ctx)).find((each) => each.id === id);
  // The experts' model is everybody's; a tenant that has none of its own still finds it.
  if (!model) throw new DomainError("not_found", "There is no such model.");
  return model;
}

/** The models of the tenant as its transaction sees them, the newest first. */
export async function readModels(
  tx: Tx,
  { tenant }: Pick<Ctx, "tenant">,
  id?: string,
): Promise<readonly Model[]> {
  const own = eq(attributionModels.tenantId, tenant.id);
  const rows = await tx
    .select(SHOWN)
    .from(attributionModels)
    .where(id === undefined ? own : and(own, eq(attributionModels.id, id)))
    .orderBy(desc(attributionModels.number));
  return rows.map(toModel);
}

function expert(own: readonly Model[]): Model {
  const { version } = expertModel();
  return {
    id: EXPERT_ID,
    version,
    status: own.some(({ status }) => status === "active") ? "retired" : "active",
    occasion: null,
    metrics: null,
    trainedOn: null,
    promotedBy: null,
    createdAt: null,
    activatedAt: null,
    retiredAt: null,
  };
}
