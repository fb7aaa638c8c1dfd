import { and, eq, gte, lt, sql } from "drizzle-orm";
import { qualityCounts } from "../../drizzle/schema/quality.ts";
import type { Ctx } from "../../tenancy/context.ts";
import { withTenant } from "../../tenancy/database.ts";
import { requireScope } from "../../tenancy/requireScope.ts";

/** What became of the records of one source and type; `type` is empty for those of no known type. */
export interface SummedCounts {
  readonly source: string;
  readonly type: string;
  readonly stored: number;
  readonly duplicate: number;
  readonly conflict: number;
  readonly quarantined: number;
  readonly rejected: number;
}

export interface SumInput {
  readonly source?: string | undefined;
  readonly type?: string | undefined;
  /** Epoch milliseconds; counted in steps of five minutes. */
  readonly from: number;
  readonly to: number;
}

/** The tenant's counts of the range by source and type, the most frequent first; at most 1,000. */
export function sumCounts(ctx: Ctx, { source, type, from, to }: SumInput): Promise<readonly SummedCounts[]> {
  requireScope(ctx, "quarantine:read");
  const { tenantId, at } = qualityCounts;
  const sum = (column: Exclude<keyof SummedCounts, "source" | "type">) =>
    sql<number>`sum(${qualityCounts[column]})::float8`;
  return withTenant(ctx.db, ctx.tenant.id, (tx) =>
    tx
      .select({
        source: qualityCounts.source,
        type: qualityCounts.type,
        stored: sum("stored"),
        duplicate: sum("duplicate"),
        conflict: sum("conflict"),
        quarantined: sum("quarantined"),
        rejected: sum("rejected"),
      })
      .from(qualityCounts)
      .where(
        and(
          eq(tenantId, ctx.tenant.id),
          source === undefined ? undefined : eq(qualityCounts.source, source),
          type === undefined ? undefined : eq(qualityCounts.type, type),
          gte(at, new Date(from)),
          lt(at, new Date(to)),
        ),
      )
      .groupBy(qualityCounts.source, qualityCounts.type)
      .orderBy(sql`sum(stored + duplicate + conflict + quarantined + rejected) desc`, qualityCounts.source)
      .limit(1_000),
  );
}
