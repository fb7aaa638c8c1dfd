import { desc, sql } from "drizzle-orm";
import { webhookEndpoints } from "../../drizzle/schema/webhook.ts";
import type { Ctx } from "../../tenancy/context.ts";
import { withTenant } from "../../tenancy/database.ts";
import { requireScope } from "../../tenancy/requireScope.ts";
import { type PageInput, type PageOf, toPage } from "../page.ts";
import { toEndpoint, type WebhookEndpoint } from "./endpoint.ts";

/** A page of endpoints, the newest first. */
export async function listEndpoints(ctx: Ctx, { limit, after }: PageInput): Promise<PageOf<WebhookEndpoint>> {
  requireScope(ctx, "webhooks:read");
  const rows = await withTenant(ctx.db, ctx.tenant.id, (tx) =>
    tx
      .select()
      .from(webhookEndpoints)
      .where(
        after
          ? sql`(${webhookEndpoints.createdAt}, ${webhookEndpoints.id}) < (${after.created_at}::timestamptz, ${after.id})`
          : undefined,
      )
      .orderBy(desc(webhookEndpoints.createdAt), desc(webhookEndpoints.id))
      .limit(limit + 1),
  );
  return toPage(rows.map(toEndpoint), limit);
}
