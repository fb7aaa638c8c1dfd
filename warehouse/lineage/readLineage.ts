import type { Reader } from "../client.ts";
import {
  type DeliveryOrigin,
  type EventName,
  findDeliveryEvents,
  findDeliveryOrigin,
  findEvidence,
  findFailureOrigin,
  findOrigins,
  ORIGIN_LIMIT,
  type OriginRow,
} from "../queries/lineage.ts";
import { fromClickHouseTime } from "../time.ts";
import { type EventOrigin, type LogPosition, toCause, toOrigin } from "./toOrigin.ts";

/** A version of a fact, and the log position that caused it. */
interface FactLineage {
  readonly id: string;
  readonly version: number;
  readonly content_hash: string;
  readonly caused_by: LogPosition | null;
  readonly updated_at: string;
  /** What it was folded from, in order of time. */
  readonly events: readonly EventOrigin[];
  /** Whether it has more events than are shown. */
  readonly truncated: boolean;
}

export type DeliveryLineage = FactLineage;

export interface FailureLineage extends FactLineage {
  readonly delivery_id: string;
  readonly model_version: string | null;
  readonly evidence: readonly {
    readonly id: string;
    readonly kind: string;
    readonly stance: string;
    readonly cause: string | null;
    readonly version: number;
    /** Those of its events that are stored. */
    readonly events: readonly EventOrigin[];
  }[];
}

/** What a delivery's version in force was folded from; undefined when there is no such delivery. */
export async function readDeliveryLineage(reader: Reader, id: string): Promise<DeliveryLineage | undefined> {
  const [row, events] = await Promise.all([findDeliveryOrigin(reader, id), findDeliveryEvents(reader, id)]);
  return row === undefined ? undefined : { id: row.delivery_id, ...toFact(row), ...toEvents(events) };
}

/** What a failure and its evidence go back to; undefined when there is no such failure. */
export async function readFailureLineage(reader: Reader, id: string): Promise<FailureLineage | undefined> {
  const row = await findFailureOrigin(reader, id);
  if (row === undefined) return undefined;
  const [events, evidence] = await Promise.all([
    findDeliveryEvents(reader, row.delivery_id),
    findEvidence(reader, row.failure_id),
  ]);
  const named = evidence.flatMap(namesOf);
  const distinct = [...new Map(named.map((name) => [keyOf(name), name])).values()];
  const origins = new Map((await findOrigins(reader, distinct)).map((each) => [keyOf(each), toOrigin(each)]));
  return {
    id: row.failure_id,
    delivery_id: row.delivery_id,
    model_version: row.model_version || null,
    ...toFact(row),
    ...toEvents(events),
    evidence: evidence.map((item) => ({
      id: item.evidence_id,
      kind: item.kind,
      stance: item.stance,
      cause: item.cause || null,
      version: item.version,
      events: namesOf(item).flatMap((name) => origins.get(keyOf(name)) ?? []),
    })),
  };
}

const keyOf = ({ source, id }: EventName) => `${source}\u001f${id}`;

function namesOf(item: { readonly event_sources: readonly string[]; readonly event_ids: readonly string[] }) {
  return item.event_ids.map((id, at): EventName => ({ source: item.event_sources[at] ?? "", id }));
}

function toFact(row: DeliveryOrigin) {
  const { version, content_hash, caused_by, updated_at } = row;
  return { version, content_hash, caused_by: toCause(caused_by), updated_at: fromClickHouseTime(updated_at) };
}

function toEvents(rows: readonly OriginRow[]) {
  return { events: rows.slice(0, ORIGIN_LIMIT).map(toOrigin), truncated: rows.length > ORIGIN_LIMIT };
}
