import { eq } from "drizzle-orm";
import { webhookEndpoints } from "../../drizzle/schema/webhook.ts";
import { writeAudit } from "../../tenancy/audit/writeAudit.ts";
import type { Ctx } from "../../tenancy/context.ts";
import { withTenant } from "../../tenancy/database.ts";
import { DomainError } from "../../tenancy/errors.ts";
import { requireScope } from "../../tenancy/requireScope.ts";
import { type EndpointDeps, endpointNotFound, toEndpoint, type WebhookEndpoint } from "./endpoint.ts";
import { checkEventTypes } from "./eventTypeList.ts";

/** Members that are absent stay as they are. */
export interface UpdateEndpointInput {
  readonly url?: string | undefined;
  readonly event_types?: readonly string[] | undefined;
  readonly description?: string | undefined;
  readonly enabled?: boolean | undefined;
}

/**
 * Changes an endpoint. What waits for a disabled endpoint keeps waiting and goes out when it is enabled again.
 * @throws DomainError `not_found`, `invalid_request` when nothing is given, `unprocessable` as in createEndpoint.
 */
export async function updateEndpoint(
  ctx: Ctx,
  deps: Pick<EndpointDeps, "egress">,
  id: string,
  input: UpdateEndpointInput,
): Promise<WebhookEndpoint> {
  requireScope(ctx, "webhooks:write");
  if (input.url !== undefined) await deps.egress.checkUrl(input.url);
  const change = {
    ...(input.url !== undefined && { url: input.url }),
    ...(input.event_types !== undefined && { eventTypes: checkEventTypes(input.event_types) }),
    ...(input.description !== undefined && { description: input.description }),
    ...(input.enabled !== undefined && {
      enabled: input.enabled,
      disabledReason: input.enabled ? null : "disabled by the tenant",
    }),
  };
  if (Object.keys(change).length === 0)
    throw new DomainError("invalid_request", "Nothing to change was given.");
  return withTenant(ctx.db, ctx.tenant.id, async (tx) => {
    const [row] = await tx
      .update(webhookEndpoints)
      .set(change)
      .where(eq(webhookEndpoints.id, id))
      .returning();
    if (!row) throw endpointNotFound(id);
    await writeAudit(tx, ctx, { action: "webhook_endpoint.updated", target: id, details: { ...input } });
    return toEndpoint(row);
  });
}
