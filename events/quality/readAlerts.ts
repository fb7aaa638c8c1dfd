import { and, desc, eq, lt } from "drizzle-orm";
import { qualityAlerts } from "../../drizzle/schema/quality.ts";
import type { Ctx } from "../../tenancy/context.ts";
import { withTenant } from "../../tenancy/database.ts";
import { DomainError } from "../../tenancy/errors.ts";
import { requireScope } from "../../tenancy/requireScope.ts";
import { type QualityAlert, toAlert } from "./alert.ts";

export interface ListAlertsInput {
  readonly state?: "open" | "resolved" | undefined;
  readonly source?: string | undefined;
  readonly limit: number;
  /** Id of the last alert of the page before. */
  readonly after?: string | undefined;
}

/** The tenant's alerts, the newest first. */
export async function listAlerts(ctx: Ctx, input: ListAlertsInput): Promise<readonly QualityAlert[]> {
  requireScope(ctx, "quarantine:read");
  const { state, source, limit, after } = input;
  const rows = await withTenant(ctx.db, ctx.tenant.id, (tx) =>
    tx
      .select()
      .from(qualityAlerts)
      .where(
        and(
          eq(qualityAlerts.tenantId, ctx.tenant.id),
          state && eq(qualityAlerts.state, state),
          source === undefined ? undefined : eq(qualityAlerts.source, source),
          after === undefined ? undefined : lt(qualityAlerts.id, after),
        ),
      )
      .orderBy(desc(qualityAlerts.id))
      .limit(limit),
  );
  return rows.map(toAlert);
}

/** One alert. @throws DomainError not_found */
export async function getAlert(ctx: Ctx, id: string): Promise<QualityAlert> {
  requireScope(ctx, "quarantine:read");
  const own = and(eq(qualityAlerts.tenantId, ctx.tenant.id), eq(qualityAlerts.id, id));
  const [row] = await withTenant(ctx.db, ctx.tenant.id, (tx) => tx.select().from(qualityAlerts).where(own));
  if (row === undefined) throw new DomainError("not_found", "There is no such alert.");
  return toAlert(row);
}
