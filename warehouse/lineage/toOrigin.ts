import { type EventPlace, toPlace } from "../events/toEvent.ts";
import type { EventName, OriginRow } from "../queries/lineage.ts";
import { fromClickHouseTime } from "../time.ts";

/** A position of the event log. */
export interface LogPosition {
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
}

/** Where one event came from, in short; `url` has the rest. Times are RFC 3339 UTC. */
export interface EventOrigin extends EventName {
  readonly type: string;
  readonly occurred_at: string;
  readonly received_at: string;
  readonly stored_at: string;
  readonly schema_version: string;
  readonly content_hash: string;
  readonly batch_id: string;
  readonly import: EventPlace["import"];
  readonly log: LogPosition;
  readonly url: string;
}

export function toOrigin(row: OriginRow): EventOrigin {
  const { import: from, ...log } = toPlace(row);
  return {
    source: row.source,
    id: row.id,
    type: row.type,
    occurred_at: fromClickHouseTime(row.occurred_at),
    received_at: fromClickHouseTime(row.received_at),
    stored_at: fromClickHouseTime(row.stored_at),
    schema_version: row.schema_version,
    content_hash: row.content_hash,
    batch_id: row.batch_id,
    import: from,
    log,
    url: `/v1/events/${encodeURIComponent(row.id)}/lineage?source=${encodeURIComponent(row.source)}`,
  };
}

/** The position that caused a version, from its column; null for a version that names none. */
export function toCause(column: string): LogPosition | null {
  const [topic = "", partition, offset] = column.split(":");
  if (partition === undefined || offset === undefined) return null;
  return { topic, partition: Number(partition), offset: Number(offset) };
}
