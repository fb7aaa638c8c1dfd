import type { EventRow } from "../../warehouse/tables.ts";
import { type ClickHouseTime, toClickHouseTime } from "../../warehouse/time.ts";
import type { StoredRecord } from "./state.ts";

export interface Position {
  readonly log_topic: string;
  readonly log_partition: number;
  readonly log_offset: number;
}

export function positionOf({ topic, partition, offset }: StoredRecord): Position {
  return { log_topic: topic, log_partition: partition, log_offset: offset };
}

/** The warehouse row of an event; absent references are empty strings, personal members stay sealed. */
export function toEventRow(record: StoredRecord, storedAt: ClickHouseTime): EventRow {
  const { event, envelope, tenant } = record;
  return {
    tenant_key: tenant.key,
    delivery_id: event.delivery_id ?? "",
    occurred_at: toClickHouseTime(event.occurred_at),
    source: event.source,
    id: event.id,
    type: event.type,
    order_id: event.order_id ?? "",
    client_id: event.client_id ?? "",
    customer_id: event.customer_id ?? "",
    warehouse_id: event.warehouse_id ?? "",
    carrier_id: event.carrier_id ?? "",
    driver_id: event.driver_id ?? "",
    vehicle_id: event.vehicle_id ?? "",
    route_id: event.route_id ?? "",
    city: event.city ?? "",
    region: event.region ?? "",
    country: event.country ?? "",
    postal_code: event.postal_code ?? "",
    zone: event.zone ?? "",
    lat: event.location?.lat ?? null,
    lon: event.location?.lon ?? null,
    reason: event.reason ?? "",
    corrects: event.corrects ?? "",
    data: event.data === undefined ? "" : JSON.stringify(event.data),
    derived: event.derived === null ? "" : JSON.stringify(event.derived),
    personal: event.personal ?? "",
    received_at: toClickHouseTime(envelope.received_at),
    received_hint: event.received_hint === undefined ? null : toClickHouseTime(event.received_hint),
    stored_at: storedAt,
    batch_id: envelope.batch_id,
    import_id: envelope.import_id ?? "",
    import_file: envelope.import_place?.file ?? "",
    import_row: envelope.import_place?.row ?? 0,
    schema_version: envelope.schema_version,
    content_hash: envelope.content_hash,
    ...positionOf(record),
  };
}
