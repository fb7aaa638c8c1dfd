import type { Sql } from "postgres";
import type { LogRange, LogRecord, Topic } from "../port.ts";
import { decodePayload } from "./payload.ts";

interface BatchRow {
  readonly topic: Topic;
  readonly first: string;
  /** Epoch milliseconds; the driver leaves times to Drizzle. */
  readonly appended_at: number;
  readonly payload: Uint8Array;
}

export interface ReadInput {
  readonly partition: number;
  /** The next offset to read of each topic. */
  readonly positions: ReadonlyMap<Topic, number>;
  /** Topics that go before the others, however long these have waited; none unless told. */
  readonly prefer?: readonly Topic[];
  readonly maxRecords: number;
  /** A range of large records ends sooner, with the record that comes to so many characters; no bound unless told. */
  readonly maxCharacters?: number;
}

/**
 * The next records of one partition number: of the topic whose next record has waited longest, at most `maxRecords`.
 * A preferred topic goes first.
 * Null when nothing is there. Where retention took records away, the range begins with the first that is left.
 */
export async function readRange(
  sql: Sql,
  { partition, positions, prefer = [], maxRecords, maxCharacters = Number.POSITIVE_INFINITY }: ReadInput,
): Promise<LogRange | null> {
  const rows = await sql<BatchRow[]>`
    with head as (
      select t.topic, greatest(t.position, h.first_offset) as start
      from unnest(${[...positions.keys()]}::text[], ${[...positions.values()]}::bigint[]) as t (topic, position)
      cross join lateral (
        select b.first_offset, b.appended_at from log_batches b
        where b.topic = t.topic and b.partition = ${partition} and b.last_offset >= t.position
        order by b.last_offset limit 1) h
      order by t.topic <> all(${[...prefer]}::text[]), h.appended_at limit 1
    ), bounds as (
      select head.topic, head.start, coalesce((
        select b.last_offset from log_batches b
        where b.topic = head.topic and b.partition = ${partition} and b.last_offset >= head.start + ${maxRecords}::bigint - 1
        order by b.last_offset limit 1), 9223372036854775807) as stop
      from head
    )
    select b.topic, b.first_offset as first, b.payload,
      (extract(epoch from b.appended_at) * 1000)::float8 as appended_at
    from bounds join log_batches b
      on b.topic = bounds.topic and b.partition = ${partition} and b.last_offset between bounds.start and bounds.stop
    order by b.last_offset`;
  const [head] = rows;
  if (head === undefined) return null;
  const start = Math.max(positions.get(head.topic) ?? 0, Number(head.first));
  const records = await recordsOf(rows, partition, start, { maxRecords, maxCharacters });
  return { topic: head.topic, partition, first: start, last: start + records.length - 1, records };
}

async function recordsOf(
  rows: readonly BatchRow[],
  partition: number,
  start: number,
  { maxRecords, maxCharacters }: Required<Pick<ReadInput, "maxRecords" | "maxCharacters">>,
): Promise<LogRecord[]> {
  const records: LogRecord[] = [];
  let characters = 0;
  for (const { topic, first, appended_at, payload } of rows) {
    let offset = Number(first);
    const appendedAt = Math.floor(appended_at);
    for (const { key, value } of await decodePayload(payload)) {
      if (offset >= start) {
        records.push({ topic, partition, offset, key, value, appendedAt });
        characters += value.length;
      }
      offset++;
      if (records.length >= maxRecords || characters >= maxCharacters) return records;
    }
  }
  return records;
}
