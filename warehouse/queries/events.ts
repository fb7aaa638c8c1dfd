import { REFS } from "../../events/event.ts";
import { idHash } from "../../events/identity.ts";
import type { Reader } from "../client.ts";
import type { EventRow } from "../tables.ts";
import { epochOf } from "../time.ts";
import { allOf, type Conditions, equalTo, instant, OWN, type RefFilter, within } from "./conditions.ts";
import { type Page, type PageRequest, toPage } from "./page.ts";

/** A stored event without its sealed personal members. */
export type ReadableEventRow = Omit<EventRow, "personal">;

export interface EventFilter extends RefFilter {
  readonly type?: string;
  readonly source?: string;
  readonly id?: string;
  /** Epoch milliseconds of `occurred_at`, included. */
  readonly from?: number;
  /** Epoch milliseconds of `occurred_at`, excluded. */
  readonly to?: number;
}

/** Place in the order newest first, then source and id descending. `at` is epoch milliseconds. */
export interface EventPosition {
  readonly at: number;
  readonly source: string;
  readonly id: string;
}

const COLUMNS = `tenant_key, delivery_id, occurred_at, source, id, type, ${REFS.slice(1).join(", ")}, lat, lon, reason,
  corrects, data, derived, received_at, received_hint, stored_at, batch_id, import_id, import_file, import_row,
  schema_version, content_hash,
  log_topic, log_partition, log_offset`;
const NEWEST = "ORDER BY occurred_at DESC, source DESC, id DESC";

/** One page of events, newest first. Events that arrive meanwhile shift nothing. */
export async function listEvents(
  reader: Reader,
  filter: EventFilter,
  page: PageRequest<EventPosition>,
): Promise<Page<ReadableEventRow, EventPosition>> {
  const conditions = allOf([
    ...equalTo(["type", "source", "id", ...REFS], filter),
    ...within("occurred_at", filter),
    ...beyond(page.after),
  ]);
  const text = inTimeTable(filter) ? throughTimeTable(conditions) : directly(conditions);
  const rows = await reader.query<ReadableEventRow>(text, { ...conditions.params, rows: page.limit + 1 });
  return toPage(rows, page.limit, (row) => ({
    at: epochOf(row.occurred_at),
    source: row.source,
    id: row.id,
  }));
}

/** All events with this id, one per source, or the one of `source`, with what is sealed. Empty when there is none. */
export async function getEvent(reader: Reader, id: string, source?: string): Promise<readonly EventRow[]> {
  if (source === undefined) {
    return reader.query(
      `SELECT ${COLUMNS}, personal FROM {{events}} WHERE ${OWN} AND id = {id:String} ORDER BY source LIMIT 100`,
      { id },
    );
  }
  const holders = await reader.query<{ delivery_id: string }>(
    `SELECT delivery_id FROM {{event_identity}} WHERE ${OWN} AND id_hash = {hash:UInt64}`,
    { hash: idHash(source, id) },
  );
  return reader.query(
    `SELECT ${COLUMNS}, personal FROM {{events}}
     WHERE ${OWN} AND delivery_id IN {deliveries:Array(String)} AND source = {source:String} AND id = {id:String} LIMIT 1`,
    { deliveries: holders.map((row) => row.delivery_id), source, id },
  );
}

/** Whether the slim table has all columns asked for; it is in order of time, the wide one in order of deliveries. */
function inTimeTable(filter: EventFilter): boolean {
  return filter.id === undefined && REFS.every((ref) => filter[ref] === undefined);
}

function throughTimeTable({ text }: Conditions): string {
  return `SELECT ${COLUMNS} FROM {{events}}
    WHERE ${OWN} AND (delivery_id, occurred_at, source, id) IN (
      SELECT delivery_id, occurred_at, source, id FROM {{events_by_time}} WHERE ${text} ${NEWEST} LIMIT {rows:UInt32})
    ${NEWEST}`;
}

function directly({ text }: Conditions): string {
  return `SELECT ${COLUMNS} FROM {{events}} WHERE ${text} ${NEWEST} LIMIT {rows:UInt32}`;
}

function beyond(after: EventPosition | undefined): readonly (readonly [string, Record<string, unknown>])[] {
  if (after === undefined) return [];
  const params = { after_at: after.at, after_source: after.source, after_id: after.id };
  return [
    // The plain bound on time lets the index skip; the tuple decides among equal times.
    [`occurred_at <= ${instant("after_at")}`, {}],
    [
      `(occurred_at, source, id) < (${instant("after_at")}, {after_source:String}, {after_id:String})`,
      params,
    ],
  ];
}
