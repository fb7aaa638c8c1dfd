import { and, desc, eq, getTableColumns, sql } from "drizzle-orm";
import { webhookMessages } from "../../drizzle/schema/webhook.ts";
import type { Ctx } from "../../tenancy/context.ts";
import { withTenant } from "../../tenancy/database.ts";
import { requireScope } from "../../tenancy/requireScope.ts";
import { type PageInput, type PageOf, toPage } from "../page.ts";
import { toMessage, type WebhookMessage } from "./message.ts";

export interface ListMessagesInput extends PageInput {
  readonly type?: string | undefined;
  readonly object_id?: string | undefined;
}

/** A page of messages, the newest first, without their bodies. */
export async function listMessages(ctx: Ctx, input: ListMessagesInput): Promise<PageOf<WebhookMessage>> {
  requireScope(ctx, "webhooks:read");
  const { limit, after, type, object_id } = input;
  const { payload: _, ...columns } = getTableColumns(webhookMessages);
  const { createdAt, id } = webhookMessages;
  const rows = await withTenant(ctx.db, ctx.tenant.id, (tx) =>
    tx
      .select(columns)
      .from(webhookMessages)
      .where(
        and(
          after ? sql`(${createdAt}, ${id}) < (${after.created_at}::timestamptz, ${after.id})` : undefined,
          type === undefined ? undefined : eq(webhookMessages.type, type),
          object_id === undefined ? undefined : eq(webhookMessages.objectId, object_id),
        ),
      )
      .orderBy(desc(createdAt), desc(id))
      .limit(limit + 1),
  );
  return toPage(rows.map(toMessage), limit);
}
