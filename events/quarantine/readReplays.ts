import { and, desc, eq, lt } from "drizzle-orm";
import { quarantineReplays } from "../../drizzle/schema/quarantine.ts";
import type { Ctx } from "../../tenancy/context.ts";
import { withTenant } from "../../tenancy/database.ts";
import { DomainError } from "../../tenancy/errors.ts";
import { requireScope } from "../../tenancy/requireScope.ts";
import { type Replay, toReplay } from "./replay.ts";

export interface ListReplaysInput {
  readonly limit: number;
  /** Id of the last replay of the page before. */
  readonly after?: string | undefined;
}

/** The tenant's replays, the newest first. */
export async function listReplays(ctx: Ctx, { limit, after }: ListReplaysInput): Promise<readonly Replay[]> {
  requireScope(ctx, "quarantine:read");
  const own = eq(quarantineReplays.tenantId, ctx.tenant.id);
  const rows = await withTenant(ctx.db, ctx.tenant.id, (tx) =>
    tx
      .select()
      .from(quarantineReplays)
      .where(and(own, after === undefined ? undefined : lt(quarantineReplays.id, after)))
      .orderBy(desc(quarantineReplays.id))
      .limit(limit),
  );
  return rows.map(toReplay);
}

/** One replay. @throws DomainError not_found */
export async function getReplay(ctx: Ctx, id: string): Promise<Replay> {
  requireScope(ctx, "quarantine:read");
  const own = and(eq(quarantineReplays.tenantId, ctx.tenant.id), eq(quarantineReplays.id, id));
  const [row] = await withTenant(ctx.db, ctx.tenant.id, (tx) =>
    tx.select().from(quarantineReplays).where(own),
  );
  if (row === undefined) throw new DomainError("not_found", "There is no such replay.");
  return toReplay(row);
}
