import { eq } from "drizzle-orm";
import { tenantClocks } from "../../drizzle/schema/due.ts";
import { writeAudit } from "../../tenancy/audit/writeAudit.ts";
import type { Ctx } from "../../tenancy/context.ts";
import { withTenant } from "../../tenancy/database.ts";
import { DomainError } from "../../tenancy/errors.ts";
import { requireScope } from "../../tenancy/requireScope.ts";
import { advanceClocks } from "./advanceClocks.ts";

/**
 * Moves a sandbox's clock on to `to` (epoch ms), so that open promises become late and analyses final.
 * Answers the clock then in force, RFC 3339: it never goes back. Not found for live tenants.
 */
export async function advanceTestClock(ctx: Ctx, { to }: { readonly to: number }): Promise<{ now: string }> {
  requireScope(ctx, "test-clock:write");
  if (ctx.tenant.mode !== "test")
    throw new DomainError("not_found", "only a sandbox has a test clock: use its test key");
  return withTenant(ctx.db, ctx.tenant.id, async (tx) => {
    await advanceClocks(tx, new Map([[ctx.tenant.id, to]]));
    await writeAudit(tx, ctx, {
      action: "test_clock.advance",
      target: ctx.tenant.id,
      details: { to: new Date(to).toISOString() },
    });
    const [row] = await tx
      .select({ nowAt: tenantClocks.nowAt })
      .from(tenantClocks)
      .where(eq(tenantClocks.tenantId, ctx.tenant.id));
    return { now: (row?.nowAt ?? new Date(to)).toISOString() };
  });
}
