import { sql } from "drizzle-orm";
import { webhookEndpoints } from "../../drizzle/schema/webhook.ts";
import { writeAudit } from "../../tenancy/audit/writeAudit.ts";
import type { Ctx } from "../../tenancy/context.ts";
import { type Tx, withTenant } from "../../tenancy/database.ts";
import { DomainError } from "../../tenancy/errors.ts";
import { newId } from "../../tenancy/id.ts";
import { requireScope } from "../../tenancy/requireScope.ts";
import { type EndpointDeps, toEndpoint, type WebhookEndpointWithSecret } from "./endpoint.ts";
import { checkEventTypes } from "./eventTypeList.ts";
import { mintSecret, sealSecret } from "./secret.ts";

export interface CreateEndpointInput {
  readonly url: string;
  readonly event_types: readonly string[];
  readonly description?: string;
  readonly enabled?: boolean;
}

/** Endpoints that one tenant may have. */
export const MAX_ENDPOINTS = 50;

/**
 * Adds an endpoint and gives its secret, this once.
 * @throws DomainError `unprocessable` for a URL or type that cannot be served, `conflict` above 50 endpoints.
 */
export async function createEndpoint(
  ctx: Ctx,
  deps: EndpointDeps,
  input: CreateEndpointInput,
): Promise<WebhookEndpointWithSecret> {
  requireScope(ctx, "webhooks:write");
  const eventTypes = checkEventTypes(input.event_types);
  await deps.egress.checkUrl(input.url);
  const id = newId("wep_");
  const secret = mintSecret();
  const row = {
    tenantId: ctx.tenant.id,
    id,
    url: input.url,
    eventTypes,
    description: input.description ?? "",
    enabled: input.enabled ?? true,
    secret: sealSecret(deps.keyring, id, secret),
  };
  return withTenant(ctx.db, ctx.tenant.id, async (tx) => {
    await requireRoom(tx, ctx.tenant.id);
    const [made] = await tx.insert(webhookEndpoints).values(row).returning();
    if (!made) throw new Error("an insert returned no row");
    await writeAudit(tx, ctx, {
      action: "webhook_endpoint.created",
      target: id,
      details: { url: input.url, event_types: eventTypes },
    });
    return { ...toEndpoint(made), secret };
  });
}

/** Counts under a lock of the tenant's own, so that two creations at once cannot both take the last place. */
async function requireRoom(tx: Tx, tenantId: string): Promise<void> {
  await tx.execute(
    sql`select pg_advisory_xact_lock(hashtextextended(${`webhook_endpoints/${tenantId}`}, 0))`,
  );
  if ((await tx.$count(webhookEndpoints)) >= MAX_ENDPOINTS) {
    throw new DomainError("conflict", `A tenant has at most ${MAX_ENDPOINTS} webhook endpoints.`);
  }
}
