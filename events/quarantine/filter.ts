import { and, eq, gte, isNull, lt, type SQL, sql } from "drizzle-orm";
import { quarantine } from "../../drizzle/schema/quarantine.ts";

/** Which items; all that is given must fit. */
export interface QuarantineFilter {
  readonly status?: "open" | "closed" | undefined;
  readonly stage?: "edge" | "store" | undefined;
  readonly reason?: string | undefined;
  /** As groups have it: positions in arrays are `*`. */
  readonly pointer?: string | undefined;
  readonly source?: string | undefined;
  /** Empty: those whose type could not be read. */
  readonly type?: string | undefined;
  readonly event_id?: string | undefined;
  readonly batch_id?: string | undefined;
  readonly import_id?: string | undefined;
  /** Epoch milliseconds: last seen at or after. */
  readonly from?: number | undefined;
  /** Epoch milliseconds: first seen before. */
  readonly to?: number | undefined;
}

/** The place of the first error without positions in arrays, so that one fault in many rows is one group. */
export const POINTER = sql<string>`regexp_replace(${quarantine.pointer}, '/[0-9]+(?=/|$)', '/*', 'g')`;

/** Conditions of the tenant's items that fit. */
export function matching(tenantId: string, filter: QuarantineFilter): SQL | undefined {
  const { status, stage, reason, pointer, source, type, event_id, batch_id, import_id, from, to } = filter;
  return and(
    eq(quarantine.tenantId, tenantId),
    status && eq(quarantine.status, status),
    stage && eq(quarantine.stage, stage),
    reason === undefined ? undefined : eq(quarantine.code, reason),
    pointer === undefined ? undefined : eq(POINTER, pointer),
    source === undefined ? undefined : eq(quarantine.source, source),
    type === undefined ? undefined : type === "" ? isNull(quarantine.type) : eq(quarantine.type, type),
    event_id === undefined ? undefined : eq(quarantine.eventId, event_id),
    batch_id === undefined ? undefined : eq(quarantine.batchId, batch_id),
    import_id === undefined ? undefined : eq(quarantine.importId, import_id),
    from === undefined ? undefined : gte(quarantine.lastSeenAt, new Date(from)),
    to === undefined ? undefined : lt(quarantine.firstSeenAt, new Date(to)),
  );
}
