import { and, desc, eq, lt } from "drizzle-orm";
import { apiKeys } from "../../drizzle/schema/apiKey.ts";
import type { Ctx } from "../context.ts";
import { withTenant } from "../database.ts";
import { requireScope } from "../requireScope.ts";
import { ROLES, SCOPES } from "../scopes.ts";
import type { ApiKey } from "./mintKey.ts";

export interface ListKeysInput {
  /** 1 to 100. */
  readonly limit: number;
  /** Id of the last key of the page before. */
  readonly after?: string | undefined;
}

/** The tenant's keys, revoked ones too, the newest first, without secrets. Needs `api-keys:read`. */
export async function listKeys(ctx: Ctx, { limit, after }: ListKeysInput): Promise<readonly ApiKey[]> {
  requireScope(ctx, "api-keys:read");
  const older = after === undefined ? undefined : lt(apiKeys.id, after);
  const rows = await withTenant(ctx.db, ctx.tenant.id, (tx) =>
    tx
      .select()
      .from(apiKeys)
      .where(and(eq(apiKeys.tenantId, ctx.tenant.id), older))
      .orderBy(desc(apiKeys.id))
      .limit(limit),
  );
  return rows.map(toApiKey);
}

function toApiKey({ mac: _mac, tenantId: _tenantId, ...row }: typeof apiKeys.$inferSelect): ApiKey {
  return {
    ...row,
    role: ROLES.find((role) => role === row.role) ?? null,
    scopes: SCOPES.filter((scope) => row.scopes.includes(scope)),
  };
}
