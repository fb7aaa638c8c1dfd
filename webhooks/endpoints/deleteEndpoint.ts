import { and, eq } from "drizzle-orm";
import { webhookDeliveries, webhookEndpoints } from "../../drizzle/schema/webhook.ts";
import { writeAudit } from "../../tenancy/audit/writeAudit.ts";
import type { Ctx } from "../../tenancy/context.ts";
import { withTenant } from "../../tenancy/database.ts";
import { requireScope } from "../../tenancy/requireScope.ts";
import { endpointNotFound } from "./endpoint.ts";

/** Removes an endpoint; what still waited for it counts as failed, and its attempts stay readable. @throws DomainError `not_found`. */
export async function deleteEndpoint(ctx: Ctx, id: string): Promise<void> {
  requireScope(ctx, "webhooks:write");
  await withTenant(ctx.db, ctx.tenant.id, async (tx) => {
    // First the endpoint: dispatch locks its row, so afterwards no further delivery can be written for it.
    const [row] = await tx.delete(webhookEndpoints).where(eq(webhookEndpoints.id, id)).returning();
    if (!row) throw endpointNotFound(id);
    await tx
      .update(webhookDeliveries)
      .set({ state: "failed", lastError: "the endpoint was deleted" })
      .where(and(eq(webhookDeliveries.endpointId, id), eq(webhookDeliveries.state, "pending")));
    await writeAudit(tx, ctx, { action: "webhook_endpoint.deleted", target: id, details: { url: row.url } });
  });
}
