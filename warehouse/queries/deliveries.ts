import { REFS } from "../../events/event.ts";
import type { Reader } from "../client.ts";
import type { TimelineRow } from "../deliveries/toDelivery.ts";
import { latest } from "../latest.ts";
import type { DeliveryFactRow } from "../tables.ts";
import { epochOf } from "../time.ts";
import { allOf, equalTo, instant, OWN, type RefFilter, within } from "./conditions.ts";
import { type Page, type PageRequest, toPage } from "./page.ts";

export interface DeliveryFilter extends RefFilter {
  readonly state?: string;
  /** Epoch milliseconds of the first event, included. */
  readonly from?: number;
  /** Epoch milliseconds of the first event, excluded. */
  readonly to?: number;
}

/** Place in the order by first event, newest first, then id descending. `at` is epoch milliseconds. */
export interface DeliveryPosition {
  readonly at: number;
  readonly id: string;
}

/** Events on a timeline at most; a vehicle's positions are no part of it. */
const TIMELINE_LIMIT = 1_000;

/** One page of deliveries, newest first event first. */
export async function listDeliveries(
  reader: Reader,
  filter: DeliveryFilter,
  page: PageRequest<DeliveryPosition>,
): Promise<Page<DeliveryFactRow, DeliveryPosition>> {
  const { text, params } = allOf([
    ...equalTo(["state", ...REFS], filter),
    ...within("first_event_at", filter),
    ...beyond(page.after),
  ]);
  const rows = await reader.query<DeliveryFactRow>(
    `SELECT * FROM ${latest("delivery_facts")} WHERE ${text}
     ORDER BY first_event_at DESC, delivery_id DESC LIMIT {rows:UInt32}`,
    { ...params, rows: page.limit + 1 },
  );
  return toPage(rows, page.limit, (row) => ({ at: epochOf(row.first_event_at), id: row.delivery_id }));
}

/** The delivery's facts and its events in order of time, or undefined. */
export async function getDelivery(
  reader: Reader,
  id: string,
): Promise<{ readonly row: DeliveryFactRow; readonly events: readonly TimelineRow[] } | undefined> {
  const [facts, events] = await Promise.all([
    reader.query<DeliveryFactRow>(
      `SELECT * FROM ${latest("delivery_facts")} WHERE ${OWN} AND delivery_id = {id:String}`,
      { id },
    ),
    reader.query<TimelineRow>(
      `SELECT occurred_at, type, source, id, reason, corrects FROM {{events}}
       WHERE ${OWN} AND delivery_id = {id:String} AND type != 'vehicle.position'
       ORDER BY occurred_at, source, id LIMIT ${TIMELINE_LIMIT}`,
      { id },
    ),
  ]);
  const [row] = facts;
  return row === undefined ? undefined : { row, events };
}

function beyond(
  after: DeliveryPosition | undefined,
): readonly (readonly [string, Record<string, unknown>])[] {
  if (after === undefined) return [];
  return [
    [
      `(first_event_at, delivery_id) < (${instant("after_at")}, {after_id:String})`,
      { after_at: after.at, after_id: after.id },
    ],
  ];
}
