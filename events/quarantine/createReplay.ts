import { hash } from "node:crypto";
import { and, eq, ne } from "drizzle-orm";
import { quarantine, quarantineReplays } from "../../drizzle/schema/quarantine.ts";
import { writeAudit } from "../../tenancy/audit/writeAudit.ts";
import type { Ctx } from "../../tenancy/context.ts";
import { withTenant } from "../../tenancy/database.ts";
import { DomainError } from "../../tenancy/errors.ts";
import { newId } from "../../tenancy/id.ts";
import { requireScope } from "../../tenancy/requireScope.ts";
import { canonicalJson } from "../validate/canonicalJson.ts";
import { matching } from "./filter.ts";
import { type Replay, type ReplayFilter, toReplay } from "./replay.ts";

/**
 * Has all open items that fit sent again by the workers; items made later are left out. Asked for again while it is
 * under way, the same replay answers. @throws DomainError invalid_request without any filter.
 */
export async function createReplay(ctx: Ctx, filter: ReplayFilter): Promise<Replay> {
  requireScope(ctx, "quarantine:write");
  const given = Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined));
  if (Object.keys(given).length === 0)
    throw new DomainError("invalid_request", "Name at least one filter: a group, an import, a source.");
  const tenantId = ctx.tenant.id;
  const filterHash = hash("sha256", canonicalJson(given), "hex");
  return withTenant(ctx.db, tenantId, async (tx) => {
    const matched = await tx.$count(quarantine, matching(tenantId, { ...filter, status: "open" }));
    const [made] = await tx
      .insert(quarantineReplays)
      .values({
        tenantId,
        id: newId("qrp_"),
        filter: given,
        filterHash,
        actorId: ctx.actor.id,
        sources: ctx.sources,
        requestId: ctx.requestId,
        matched,
        untilId: newId("qua_"),
      })
      .onConflictDoNothing()
      .returning();
    if (made) {
      await writeAudit(tx, ctx, { action: "quarantine.replayed", target: made.id, details: { matched } });
      return toReplay(made);
    }
    const [underWay] = await tx
      .select()
      .from(quarantineReplays)
      .where(
        and(
          eq(quarantineReplays.tenantId, tenantId),
          eq(quarantineReplays.filterHash, filterHash),
          ne(quarantineReplays.state, "finished"),
        ),
      );
    if (!underWay) throw new DomainError("unavailable", "The same replay has just ended: ask again.");
    return toReplay(underWay);
  });
}
