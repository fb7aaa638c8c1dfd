import type { tenants } from "../../drizzle/schema/tenant.ts";
import type { Tenant, TenantId } from "../context.ts";

/** What a tenant may send whose plan says nothing. */
export const DEFAULT_EVENTS_PER_SECOND = 2_000;

type TenantRow = typeof tenants.$inferSelect;

/** The tenant as the code sees it, from its row. */
export function toTenant(
  row: Pick<
    TenantRow,
    "id" | "tenantKey" | "mode" | "placement" | "parentId" | "lateGraceMinutes" | "eventsPerSecond"
  >,
): Tenant {
  return {
    id: toTenantId(row.id),
    key: row.tenantKey,
    mode: row.mode,
    placement: row.placement,
    parentId: row.parentId === null ? null : toTenantId(row.parentId),
    lateGraceMinutes: row.lateGraceMinutes,
    eventsPerSecond: row.eventsPerSecond ?? DEFAULT_EVENTS_PER_SECOND,
  };
}

/** Checks the prefix that the table's own CHECK guarantees. */
export function toTenantId(text: string): TenantId {
  if (!isTenantId(text)) throw new Error(`not a tenant id: ${text}`);
  return text;
}

function isTenantId(text: string): text is TenantId {
  return text.startsWith("ten_");
}
