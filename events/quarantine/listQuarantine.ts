import { and, desc, lt } from "drizzle-orm";
import { quarantine } from "../../drizzle/schema/quarantine.ts";
import type { Ctx } from "../../tenancy/context.ts";
import { withTenant } from "../../tenancy/database.ts";
import type { Keyring } from "../../tenancy/keyring.ts";
import { requireScope } from "../../tenancy/requireScope.ts";
import { matching, type QuarantineFilter } from "./filter.ts";
import { type QuarantineItem, toItem } from "./item.ts";

export interface ListQuarantineInput extends QuarantineFilter {
  readonly limit: number;
  /** Id of the last item of the page before. */
  readonly after?: string | undefined;
}

/** The tenant's quarantined records that fit, the newest item first, without their raw bodies. */
export async function listQuarantine(
  ctx: Ctx,
  { keyring }: { readonly keyring: Keyring },
  { limit, after, ...filter }: ListQuarantineInput,
): Promise<readonly QuarantineItem[]> {
  requireScope(ctx, "quarantine:read");
  const tenantId = ctx.tenant.id;
  const rows = await withTenant(ctx.db, tenantId, (tx) =>
    tx
      .select()
      .from(quarantine)
      .where(and(matching(tenantId, filter), after === undefined ? undefined : lt(quarantine.id, after)))
      .orderBy(desc(quarantine.id))
      .limit(limit),
  );
  return rows.map((row) => toItem(keyring, row));
}
