import { asc, eq, sql } from "drizzle-orm";
import { webhookAttempts, webhookMessages } from "../../drizzle/schema/webhook.ts";
import type { Ctx } from "../../tenancy/context.ts";
import { withTenant } from "../../tenancy/database.ts";
import { requireScope } from "../../tenancy/requireScope.ts";
import { messageNotFound } from "./getMessage.ts";
import { toAttempt, type WebhookAttempt } from "./message.ts";

/** All attempts at one message, by time; at most ten for each of 50 endpoints. @throws DomainError `not_found`. */
export async function listAttempts(ctx: Ctx, messageId: string): Promise<readonly WebhookAttempt[]> {
  requireScope(ctx, "webhooks:read");
  return withTenant(ctx.db, ctx.tenant.id, async (tx) => {
    const [message] = await tx
      .select({ one: sql`1` })
      .from(webhookMessages)
      .where(eq(webhookMessages.id, messageId));
    if (!message) throw messageNotFound(messageId);
    const rows = await tx
      .select()
      .from(webhookAttempts)
      .where(eq(webhookAttempts.messageId, messageId))
      .orderBy(asc(webhookAttempts.attemptedAt), asc(webhookAttempts.id));
    return rows.map(toAttempt);
  });
}
