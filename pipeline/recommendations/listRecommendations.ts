import { and, desc, eq, gt, inArray, type SQL, sql } from "drizzle-orm";
import { recommendations } from "../../drizzle/schema/attribution.ts";
import type { Ctx } from "../../tenancy/context.ts";
import { withTenant } from "../../tenancy/database.ts";
import { DomainError } from "../../tenancy/errors.ts";
import { requireScope } from "../../tenancy/requireScope.ts";
import type { RecommendationRow, RecommendationStatus } from "./recommendation.ts";

export interface RecommendationFilter {
  readonly status?: RecommendationStatus;
  readonly owner_role?: string;
  readonly playbook?: string;
  readonly entity_kind?: string;
  readonly entity_id?: string;
}

/** Place in the order by expected effect, then id, both descending. */
export interface RecommendationPosition {
  readonly avoided: number;
  readonly id: string;
}

/** What to do, by the failures that it should avoid, most first. Needs `recommendations:read`. */
export async function listRecommendations(
  ctx: Ctx,
  filter: RecommendationFilter,
  page: { readonly limit: number; readonly after?: RecommendationPosition },
): Promise<{ readonly rows: readonly RecommendationRow[]; readonly next: RecommendationPosition | null }> {
  requireScope(ctx, "recommendations:read");
  const rows = await withTenant(ctx.db, ctx.tenant.id, (tx) =>
    tx
      .select()
      .from(recommendations)
      .where(and(...conditions(ctx, filter), beyond(page.after)))
      .orderBy(desc(recommendations.avoided), desc(recommendations.id))
      .limit(page.limit + 1),
  );
  const shown = rows.slice(0, page.limit);
  const last = rows.length > page.limit ? shown.at(-1) : undefined;
  return { rows: shown, next: last ? { avoided: last.avoided, id: last.id } : null };
}

/** One of them. Needs `recommendations:read`; throws `not_found`. */
export async function getRecommendation(ctx: Ctx, id: string): Promise<RecommendationRow> {
  requireScope(ctx, "recommendations:read");
  const [row] = await findRecommendations(ctx, [id]);
  if (!row) throw new DomainError("not_found", "There is no such recommendation.");
  return row;
}

/** Those of these ids that have been summed up; asking for the scope is the caller's part. */
export function findRecommendations(ctx: Ctx, ids: readonly string[]): Promise<RecommendationRow[]> {
  if (ids.length === 0) return Promise.resolve([]);
  return withTenant(ctx.db, ctx.tenant.id, (tx) =>
    tx
      .select()
      .from(recommendations)
      .where(and(eq(recommendations.tenantId, ctx.tenant.id), inArray(recommendations.id, [...ids]))),
  );
}

/** Those that no failure of the last weeks speaks for are left out, unless somebody decided about them. */
function conditions({ tenant }: Ctx, filter: RecommendationFilter): SQL[] {
  const { tenantId, status, ownerRole, playbook, entityKind, entityId, failures } = recommendations;
  const columns = [
    [status, filter.status],
    [ownerRole, filter.owner_role],
    [playbook, filter.playbook],
    [entityKind, filter.entity_kind],
    [entityId, filter.entity_id],
  ] as const;
  const given = columns.flatMap(([column, value]) => (value === undefined ? [] : [eq(column, value)]));
  const counts = sql`(${gt(failures, 0)} OR ${status} <> 'open')`;
  return [eq(tenantId, tenant.id), counts, ...given];
}

function beyond(after: RecommendationPosition | undefined): SQL | undefined {
  if (after === undefined) return undefined;
  const { avoided, id } = recommendations;
  return sql`(${avoided}, ${id}) < (${after.avoided}::float8, ${after.id})`;
}
