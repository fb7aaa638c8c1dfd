import type { quarantine } from "../../drizzle/schema/quarantine.ts";
import type { FieldError } from "../../tenancy/errors.ts";
import type { Keyring } from "../../tenancy/keyring.ts";
import { QUARANTINE_DAYS } from "../limits.ts";
import type { ImportPlace } from "../log/envelope.ts";

export type QuarantineRow = typeof quarantine.$inferSelect;

/** Taken for an identity that other content holds: it is put right by a correction, not by sending it again. */
export const CONFLICT_REASON = "event_id_conflict";

/** A record that could not be taken, as the API shows it: without its raw body. Times are RFC 3339 UTC. */
export interface QuarantineItem {
  readonly id: string;
  readonly stage: "edge" | "store";
  readonly status: "open" | "closed";
  /** Code and place of the first error. */
  readonly reason: string;
  readonly pointer: string;
  readonly errors: readonly FieldError[];
  readonly source: string;
  readonly event_id: string;
  readonly type: string | null;
  readonly schema_version: string;
  readonly batch_id: string;
  readonly import_id: string | null;
  readonly import_place: ImportPlace | null;
  readonly request_id: string;
  /** Of the sender's trace context. */
  readonly trace_id: string | null;
  readonly seen: number;
  readonly first_seen_at: string;
  readonly last_seen_at: string;
  /** When it is deleted unless it is seen again. */
  readonly expires_at: string;
  readonly resubmitted: {
    readonly at: string;
    readonly by: string;
    readonly batch_id: string;
  } | null;
  readonly closed_at: string | null;
  readonly resolution: {
    readonly kind: "corrected" | "resubmitted" | "rejected";
    /** The credential; null when the sender put it right. */
    readonly by: string | null;
    readonly reason: string | null;
    /** With which the event came in order. */
    readonly batch_id: string | null;
  } | null;
}

/** What an encrypted note is bound to. */
export const noteAad = (tenantId: string): string => `quarantine-note:${tenantId}`;

export function toItem(keyring: Keyring, row: QuarantineRow): QuarantineItem {
  const { resubmittedAt, resubmittedBy, resubmittedBatchId } = row;
  return {
    id: row.id,
    stage: row.stage,
    status: row.status,
    reason: row.code,
    pointer: row.pointer,
    errors: row.errors,
    source: row.source,
    event_id: row.eventId,
    type: row.type,
    schema_version: row.schemaVersion,
    batch_id: row.batchId,
    import_id: row.importId,
    import_place: placeOf(row),
    request_id: row.requestId,
    trace_id: traceIdOf(row.traceparent),
    seen: row.seen,
    first_seen_at: row.firstSeenAt.toISOString(),
    last_seen_at: row.lastSeenAt.toISOString(),
    expires_at: new Date(row.lastSeenAt.getTime() + QUARANTINE_DAYS * 86_400_000).toISOString(),
    resubmitted:
      resubmittedAt === null
        ? null
        : { at: resubmittedAt.toISOString(), by: resubmittedBy ?? "", batch_id: resubmittedBatchId ?? "" },
    closed_at: row.closedAt?.toISOString() ?? null,
    resolution: toResolution(keyring, row),
  };
}

function toResolution(keyring: Keyring, row: QuarantineRow): QuarantineItem["resolution"] {
  const { resolution: kind, closedBy, closedNote, closedBatchId } = row;
  if (kind === null) return null;
  const reason =
    closedNote === null ? null : keyring.decrypt(closedNote, noteAad(row.tenantId)).toString("utf8");
  return { kind, by: closedBy, reason, batch_id: closedBatchId };
}

/** Where in its import the record came from. */
export function placeOf({ importFile, importRow }: QuarantineRow): ImportPlace | null {
  return importFile === null || importRow === null ? null : { file: importFile, row: importRow };
}

/** The second part of a W3C `traceparent`. */
export function traceIdOf(traceparent: string | null): string | null {
  return traceparent?.split("-")[1] ?? null;
}
