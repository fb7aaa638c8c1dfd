import { asc, eq } from "drizzle-orm";
import { webhookDeliveries, webhookMessages } from "../../drizzle/schema/webhook.ts";
import type { Ctx } from "../../tenancy/context.ts";
import { withTenant } from "../../tenancy/database.ts";
import { DomainError } from "../../tenancy/errors.ts";
import { requireScope } from "../../tenancy/requireScope.ts";
import { toDelivery, toMessage, type WebhookMessageDetails } from "./message.ts";

/** One message with its body and how far telling each endpoint has come. @throws DomainError `not_found`. */
export async function getMessage(ctx: Ctx, id: string): Promise<WebhookMessageDetails> {
  requireScope(ctx, "webhooks:read");
  return withTenant(ctx.db, ctx.tenant.id, async (tx) => {
    const [row] = await tx.select().from(webhookMessages).where(eq(webhookMessages.id, id));
    if (!row) throw messageNotFound(id);
    const deliveries = await tx
      .select()
      .from(webhookDeliveries)
      .where(eq(webhookDeliveries.messageId, id))
      .orderBy(asc(webhookDeliveries.endpointId));
    return { ...toMessage(row), payload: JSON.parse(row.payload), deliveries: deliveries.map(toDelivery) };
  });
}

export function messageNotFound(id: string): DomainError {
  return new DomainError("not_found", `There is no webhook message ${id}.`);
}
