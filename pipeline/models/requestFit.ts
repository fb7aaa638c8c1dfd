import { modelFits } from "../../drizzle/schema/attribution.ts";
import { writeAudit } from "../../tenancy/audit/writeAudit.ts";
import type { Ctx } from "../../tenancy/context.ts";
import { withTenant } from "../../tenancy/database.ts";
import { requireScope } from "../../tenancy/requireScope.ts";

/** Has a model fitted on the tenant's own deliveries soon, in the background. Needs `models:write`. */
export async function requestFit(ctx: Ctx): Promise<{ readonly requestedAt: Date }> {
  requireScope(ctx, "models:write");
  const requestedAt = new Date();
  await withTenant(ctx.db, ctx.tenant.id, async (tx) => {
    await tx
      .insert(modelFits)
      .values({ tenantId: ctx.tenant.id, requestedAt })
      .onConflictDoUpdate({ target: modelFits.tenantId, set: { requestedAt } });
    await writeAudit(tx, ctx, { action: "model.fit_requested", target: ctx.tenant.id });
  });
  return { requestedAt };
}
