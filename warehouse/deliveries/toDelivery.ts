import { type PublicRefs, toRefs } from "../refs.ts";
import type { DeliveryFactRow, EventRow } from "../tables.ts";
import { fromClickHouseTime } from "../time.ts";

export interface PublicStage {
  readonly name: string;
  readonly from: string;
  readonly to: string;
  readonly minutes: number;
}

/** One event on a delivery's timeline; the whole of it is at `GET /v1/events/{id}`. */
export interface PublicTimelineEntry {
  readonly occurred_at: string;
  readonly type: string;
  readonly source: string;
  readonly id: string;
  readonly reason?: string;
  readonly corrects?: string;
}

/** A delivery as the list shows it. */
export interface PublicDelivery {
  readonly id: string;
  readonly version: number;
  readonly state: string;
  readonly refs: PublicRefs;
  readonly ordered_at: string | null;
  readonly promised_by: string | null;
  readonly delivered_at: string | null;
  readonly outcome: string | null;
  readonly attempts: number;
  readonly failed_attempts: number;
  readonly failure_ids: readonly string[];
  readonly stages: readonly PublicStage[];
  readonly first_event_at: string;
  readonly last_event_at: string;
  readonly updated_at: string;
}

/** A delivery as `GET /v1/deliveries/{id}` shows it. */
export interface PublicDeliveryDetail extends PublicDelivery {
  readonly timeline: readonly PublicTimelineEntry[];
}

export type TimelineRow = Pick<EventRow, "occurred_at" | "type" | "source" | "id" | "reason" | "corrects">;

/** A stage as the fold writes it into the `stages` column; times are epoch milliseconds. */
interface StoredStage {
  readonly name: string;
  readonly from: number;
  readonly to: number;
}

/** The public delivery of a fact row; with its events (in order of time) also its timeline. */
export function toDelivery(row: DeliveryFactRow): PublicDelivery;
export function toDelivery(row: DeliveryFactRow, events: readonly TimelineRow[]): PublicDeliveryDetail;
export function toDelivery(
  row: DeliveryFactRow,
  events?: readonly TimelineRow[],
): PublicDelivery | PublicDeliveryDetail {
  const delivery = {
    id: row.delivery_id,
    version: row.version,
    state: row.state,
    refs: toRefs(row),
    ordered_at: toInstant(row.ordered_at),
    promised_by: toInstant(row.promised_by),
    delivered_at: toInstant(row.delivered_at),
    outcome: row.outcome === "" ? null : row.outcome,
    attempts: row.attempts,
    failed_attempts: row.failed_attempts,
    failure_ids: row.failure_ids,
    stages: toStages(row.stages),
    first_event_at: fromClickHouseTime(row.first_event_at),
    last_event_at: fromClickHouseTime(row.last_event_at),
    updated_at: fromClickHouseTime(row.updated_at),
  };
  return events === undefined ? delivery : { ...delivery, timeline: events.map(toTimelineEntry) };
}

function toInstant(time: string | null): string | null {
  return time === null ? null : fromClickHouseTime(time);
}

function toStages(column: string): readonly PublicStage[] {
  if (column === "") return [];
  return (JSON.parse(column) as readonly StoredStage[]).map(({ name, from, to }) => ({
    name,
    from: new Date(from).toISOString(),
    to: new Date(to).toISOString(),
    minutes: Math.round((to - from) / 6_000) / 10,
  }));
}

function toTimelineEntry(row: TimelineRow): PublicTimelineEntry {
  return {
    occurred_at: fromClickHouseTime(row.occurred_at),
    type: row.type,
    source: row.source,
    id: row.id,
    ...(row.reason === "" ? {} : { reason: row.reason }),
    ...(row.corrects === "" ? {} : { corrects: row.corrects }),
  };
}
