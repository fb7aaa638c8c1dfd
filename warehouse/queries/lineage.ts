import { idHash } from "../../events/identity.ts";
import type { Reader } from "../client.ts";
import { latest } from "../latest.ts";
import type { CorrelationFactRow, DeliveryFactRow, EventRow, FailureFactRow } from "../tables.ts";
import { OWN } from "./conditions.ts";

/** What says where an event came from. */
export type OriginRow = Pick<
  EventRow,
  | "source"
  | "id"
  | "type"
  | "delivery_id"
  | "occurred_at"
  | "received_at"
  | "stored_at"
  | "batch_id"
  | "import_id"
  | "import_file"
  | "import_row"
  | "schema_version"
  | "content_hash"
  | "log_topic"
  | "log_partition"
  | "log_offset"
>;

/** An event's name within its tenant. */
export interface EventName {
  readonly source: string;
  readonly id: string;
}

export type DeliveryOrigin = Pick<
  DeliveryFactRow,
  "delivery_id" | "version" | "content_hash" | "caused_by" | "updated_at"
>;
export type FailureOrigin = DeliveryOrigin & Pick<FailureFactRow, "failure_id" | "model_version" | "anchor">;
export type EvidenceOrigin = Pick<
  CorrelationFactRow,
  "evidence_id" | "kind" | "stance" | "cause" | "version" | "event_sources" | "event_ids"
>;

/** Events shown of one object at most; a vehicle's positions are no part of a delivery's. */
export const ORIGIN_LIMIT = 1_000;

const ORIGIN = `source, id, type, delivery_id, occurred_at, received_at, stored_at, batch_id, import_id, import_file,
  import_row, schema_version, content_hash, log_topic, log_partition, log_offset`;
const FACT = "delivery_id, version, content_hash, caused_by, updated_at";

/** Where the events of a delivery came from, in order of time: one too many when there are more than are shown. */
export function findDeliveryEvents(reader: Reader, deliveryId: string): Promise<readonly OriginRow[]> {
  return reader.query<OriginRow>(
    `SELECT ${ORIGIN} FROM {{events}}
     WHERE ${OWN} AND delivery_id = {id:String} AND type != 'vehicle.position'
     ORDER BY occurred_at, source, id LIMIT ${ORIGIN_LIMIT + 1}`,
    { id: deliveryId },
  );
}

/** Where these events came from, in one query; those that are not stored are absent. */
export async function findOrigins(
  reader: Reader,
  names: readonly EventName[],
): Promise<readonly OriginRow[]> {
  if (names.length === 0) return [];
  return reader.query<OriginRow>(
    `SELECT ${ORIGIN} FROM {{events}}
     WHERE ${OWN} AND delivery_id IN (
         SELECT delivery_id FROM {{event_identity}} WHERE ${OWN} AND id_hash IN {hashes:Array(UInt64)})
       AND id IN {ids:Array(String)} AND concat(source, char(31), id) IN {names:Array(String)}
     ORDER BY occurred_at, source, id LIMIT ${ORIGIN_LIMIT}`,
    {
      hashes: names.map(({ source, id }) => idHash(source, id)),
      ids: names.map(({ id }) => id),
      names: names.map(({ source, id }) => `${source}\u001f${id}`),
    },
  );
}

/** Corrections of an event: events of the same source that stand in its place. */
export async function findCorrectionIds(
  reader: Reader,
  { source, id }: EventName,
): Promise<readonly string[]> {
  const rows = await reader.query<{ id: string }>(
    `SELECT id FROM {{event_corrections}} WHERE ${OWN} AND target_hash = {hash:UInt64} ORDER BY id LIMIT 100`,
    { hash: idHash(source, id) },
  );
  return rows.map((row) => row.id);
}

/** The version of a delivery that is in force, and what caused it. */
export async function findDeliveryOrigin(reader: Reader, id: string): Promise<DeliveryOrigin | undefined> {
  const [row] = await reader.query<DeliveryOrigin>(
    `SELECT ${FACT} FROM ${latest("delivery_facts")} WHERE ${OWN} AND delivery_id = {id:String} LIMIT 1`,
    { id },
  );
  return row;
}

/** The same of a failure, also under an id that lost a merge. */
export async function findFailureOrigin(reader: Reader, id: string): Promise<FailureOrigin | undefined> {
  const rows = await reader.query<FailureOrigin>(
    `SELECT failure_id, model_version, anchor, ${FACT} FROM ${latest("failure_facts")}
     WHERE ${OWN} AND (failure_id = {id:String} OR has(aliases, {id:String}))
     ORDER BY failure_id = {id:String} DESC, failure_id LIMIT 1`,
    { id },
  );
  return rows[0];
}

/** The evidence of a failure, each item with the events behind it. */
export function findEvidence(reader: Reader, failureId: string): Promise<readonly EvidenceOrigin[]> {
  return reader.query<EvidenceOrigin>(
    `SELECT evidence_id, kind, stance, cause, version, event_sources, event_ids
     FROM ${latest("correlation_facts")} WHERE ${OWN} AND failure_id = {id:String}
     ORDER BY evidence_id LIMIT 200`,
    { id: failureId },
  );
}
