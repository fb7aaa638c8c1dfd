import { and, eq, sql } from "drizzle-orm";
import { quarantine } from "../../drizzle/schema/quarantine.ts";
import { writeAudit } from "../../tenancy/audit/writeAudit.ts";
import type { Ctx } from "../../tenancy/context.ts";
import { withTenant } from "../../tenancy/database.ts";
import type { Keyring } from "../../tenancy/keyring.ts";
import { requireScope } from "../../tenancy/requireScope.ts";
import { findQuarantined } from "./getQuarantined.ts";
import { noteAad, type QuarantineItem, toItem } from "./item.ts";
import { requireOpen } from "./resubmitItem.ts";

export interface RejectInput {
  readonly id: string;
  /** Why, in words. */
  readonly reason: string;
}

/**
 * Gives a quarantined record up: it is kept until it expires, and counts as settled. One given up before stays as it
 * is. @throws DomainError not_found; conflict for one that was put right.
 */
export async function rejectItem(
  ctx: Ctx,
  { keyring }: { readonly keyring: Keyring },
  { id, reason }: RejectInput,
): Promise<QuarantineItem> {
  requireScope(ctx, "quarantine:write");
  const tenantId = ctx.tenant.id;
  return withTenant(ctx.db, tenantId, async (tx) => {
    const own = and(eq(quarantine.tenantId, tenantId), eq(quarantine.id, id));
    await tx.select({ id: quarantine.id }).from(quarantine).where(own).for("update");
    const item = await findQuarantined(tx, tenantId, id);
    if (item.resolution === "rejected") return toItem(keyring, item);
    requireOpen(item);
    const [row] = await tx
      .update(quarantine)
      .set({
        status: "closed",
        closedAt: sql`now()`,
        resolution: "rejected",
        closedBy: ctx.actor.id,
        closedNote: keyring.encrypt(reason, noteAad(tenantId)),
      })
      .where(own)
      .returning();
    await writeAudit(tx, ctx, { action: "quarantine.rejected", target: id });
    return toItem(keyring, row ?? item);
  });
}
