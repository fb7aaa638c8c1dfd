import { and, eq, isNull } from "drizzle-orm";
import { apiKeys } from "../../drizzle/schema/apiKey.ts";
import { writeAudit } from "../audit/writeAudit.ts";
import type { Ctx } from "../context.ts";
import { withTenant } from "../database.ts";
import { DomainError } from "../errors.ts";
import type { Keyring } from "../keyring.ts";
import type { Cache } from "../ports.ts";
import { requireScope } from "../requireScope.ts";
import { announceRevoked } from "./keyCache.ts";

/**
 * Ends a key for good: at once in this process, at once in others while the cache is up, else within 30 s.
 * Revoking it again changes nothing. Needs `api-keys:write`; throws `not_found`.
 */
export async function revokeKey(
  ctx: Ctx,
  deps: { keyring: Keyring; cache?: Cache },
  id: string,
): Promise<void> {
  requireScope(ctx, "api-keys:write");
  await withTenant(ctx.db, ctx.tenant.id, async (tx) => {
    const own = and(eq(apiKeys.tenantId, ctx.tenant.id), eq(apiKeys.id, id));
    const ended = await tx
      .update(apiKeys)
      .set({ revokedAt: new Date() })
      .where(and(own, isNull(apiKeys.revokedAt)))
      .returning({ id: apiKeys.id });
    if (ended.length === 0) return requireKnown(await tx.select({ id: apiKeys.id }).from(apiKeys).where(own));
    await writeAudit(tx, ctx, { action: "api_key.revoked", target: id });
  });
  await announceRevoked(deps, id);
}

function requireKnown(rows: readonly unknown[]): void {
  if (rows.length === 0) throw new DomainError("not_found", "There is no such API key.");
}
