import { and, desc, eq, lt } from "drizzle-orm";
import { quarantine } from "../../drizzle/schema/quarantine.ts";
import type { Ctx } from "../../tenancy/context.ts";
import { withTenant } from "../../tenancy/database.ts";
import type { FieldError } from "../../tenancy/errors.ts";
import { requireScope } from "../../tenancy/requireScope.ts";

export interface QuarantineItem {
  readonly id: string;
  readonly stage: "edge" | "store";
  readonly status: "open" | "closed";
  readonly source: string;
  readonly event_id: string;
  readonly type: string | null;
  readonly errors: readonly FieldError[];
  readonly schema_version: string;
  readonly batch_id: string;
  readonly request_id: string;
  readonly seen: number;
  /** RFC 3339 UTC. */
  readonly first_seen_at: string;
  readonly last_seen_at: string;
  readonly closed_at: string | null;
}

export interface ListQuarantineInput {
  readonly status?: "open" | "closed";
  readonly source?: string;
  /** 1 - 100. */
  readonly limit: number;
  /** Id of the last item of the page before. */
  readonly after?: string;
}

/** The tenant's quarantined records, the newest item first, without their raw bodies. */
export async function listQuarantine(
  ctx: Ctx,
  input: ListQuarantineInput,
): Promise<readonly QuarantineItem[]> {
  requireScope(ctx, "events:read");
  const tenantId = ctx.tenant.id;
  const rows = await withTenant(ctx.db, tenantId, (tx) =>
    tx
      .select()
      .from(quarantine)
      .where(
        and(
          eq(quarantine.tenantId, tenantId),
          input.status && eq(quarantine.status, input.status),
          input.source === undefined ? undefined : eq(quarantine.source, input.source),
          input.after === undefined ? undefined : lt(quarantine.id, input.after),
        ),
      )
      .orderBy(desc(quarantine.id))
      .limit(input.limit),
  );
  return rows.map(toItem);
}

function toItem(row: typeof quarantine.$inferSelect): QuarantineItem {
  return {
    id: row.id,
    stage: row.stage,
    status: row.status,
    source: row.source,
    event_id: row.eventId,
    type: row.type,
    errors: row.errors,
    schema_version: row.schemaVersion,
    batch_id: row.batchId,
    request_id: row.requestId,
    seen: row.seen,
    first_seen_at: row.firstSeenAt.toISOString(),
    last_seen_at: row.lastSeenAt.toISOString(),
    closed_at: row.closedAt?.toISOString() ?? null,
  };
}
