import { eq } from "drizzle-orm";
import { webhookEndpoints } from "../../drizzle/schema/webhook.ts";
import { writeAudit } from "../../tenancy/audit/writeAudit.ts";
import type { Ctx } from "../../tenancy/context.ts";
import { withTenant } from "../../tenancy/database.ts";
import { requireScope } from "../../tenancy/requireScope.ts";
import {
  type EndpointDeps,
  endpointNotFound,
  toEndpoint,
  type WebhookEndpointWithSecret,
} from "./endpoint.ts";
import { mintSecret, sealSecret } from "./secret.ts";

const OVERLAP_MS = 24 * 3_600_000;
const MAX_PREVIOUS = 9;

/** Gives a new secret, this once. The old one signs beside it for 24 hours; at most ten sign at a time. @throws DomainError `not_found`. */
export async function rotateSecret(
  ctx: Ctx,
  deps: Pick<EndpointDeps, "keyring">,
  id: string,
): Promise<WebhookEndpointWithSecret> {
  requireScope(ctx, "webhooks:write");
  const secret = mintSecret();
  return withTenant(ctx.db, ctx.tenant.id, async (tx) => {
    const [old] = await tx.select().from(webhookEndpoints).where(eq(webhookEndpoints.id, id)).for("update");
    if (!old) throw endpointNotFound(id);
    const live = old.previousSecrets.filter(({ until }) => Date.parse(until) > Date.now());
    const retired = { secret: old.secret, until: new Date(Date.now() + OVERLAP_MS).toISOString() };
    const [row] = await tx
      .update(webhookEndpoints)
      .set({
        secret: sealSecret(deps.keyring, id, secret),
        previousSecrets: [retired, ...live].slice(0, MAX_PREVIOUS),
      })
      .where(eq(webhookEndpoints.id, id))
      .returning();
    if (!row) throw endpointNotFound(id);
    await writeAudit(tx, ctx, { action: "webhook_endpoint.secret_rotated", target: id });
    return { ...toEndpoint(row), secret };
  });
}
