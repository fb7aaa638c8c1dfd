import { and, eq, sql } from "drizzle-orm";
import { recommendations } from "../../drizzle/schema/attribution.ts";
import { writeAudit } from "../../tenancy/audit/writeAudit.ts";
import type { Ctx } from "../../tenancy/context.ts";
import { withTenant } from "../../tenancy/database.ts";
import { DomainError } from "../../tenancy/errors.ts";
import { requireScope } from "../../tenancy/requireScope.ts";
import type { RecommendationRow, RecommendationStatus } from "./recommendation.ts";

/** Accepts or dismisses a recommendation, or says that it is done. Needs `recommendations:write`; throws `not_found`. */
export async function decideRecommendation(
  ctx: Ctx,
  id: string,
  { status, by }: { readonly status: RecommendationStatus; readonly by?: string | undefined },
): Promise<RecommendationRow> {
  requireScope(ctx, "recommendations:write");
  const { tenantId, id: idColumn, version } = recommendations;
  return withTenant(ctx.db, ctx.tenant.id, async (tx) => {
    const [row] = await tx
      .update(recommendations)
      .set({
        status,
        statusBy: by ?? ctx.actor.id,
        statusAt: new Date(),
        updatedAt: new Date(),
        version: sql`${version} + 1`,
      })
      .where(and(eq(tenantId, ctx.tenant.id), eq(idColumn, id)))
      .returning();
    if (!row) throw new DomainError("not_found", "There is no such recommendation.");
    await writeAudit(tx, ctx, { action: "recommendation.decided", target: id, details: { status } });
    return row;
  });
}
