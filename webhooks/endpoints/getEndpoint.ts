import { eq } from "drizzle-orm";
import { webhookEndpoints } from "../../drizzle/schema/webhook.ts";
import type { Ctx } from "../../tenancy/context.ts";
import { withTenant } from "../../tenancy/database.ts";
import { requireScope } from "../../tenancy/requireScope.ts";
import { endpointNotFound, toEndpoint, type WebhookEndpoint } from "./endpoint.ts";

/** One endpoint, without its secret. @throws DomainError `not_found`. */
export async function getEndpoint(ctx: Ctx, id: string): Promise<WebhookEndpoint> {
  requireScope(ctx, "webhooks:read");
  const [row] = await withTenant(ctx.db, ctx.tenant.id, (tx) =>
    tx.select().from(webhookEndpoints).where(eq(webhookEndpoints.id, id)),
  );
  if (!row) throw endpointNotFound(id);
  return toEndpoint(row);
}
