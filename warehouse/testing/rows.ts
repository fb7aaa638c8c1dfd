import type { AttemptExposureRow, StageSampleRow } from "../exposureRows.ts";
import type {
  CorrelationFactRow,
  DeliveryFactRow,
  DimKind,
  DimRow,
  EventByTimeRow,
  EventCorrectionRow,
  EventIdentityRow,
  EventRow,
  FailureFactRow,
  RefColumns,
  RowOf,
  TenantTable,
} from "../tables.ts";

const REFS: RefColumns = {
  order_id: "O-1",
  client_id: "",
  customer_id: "",
  warehouse_id: "W-3",
  carrier_id: "",
  driver_id: "",
  vehicle_id: "",
  route_id: "",
  city: "Pune",
  region: "",
  country: "IN",
  postal_code: "",
  zone: "",
};
const POSITION = { log_topic: "fleet_raw", log_partition: 1, log_offset: 7 };
const NOON = "2026-11-20 12:00:00.000";

/** Rows for tests: a plausible one of each table, with what matters to the test set by hand. */
export function eventRow(tenant_key: number, set: Partial<EventRow> = {}): EventRow {
  return {
    ...REFS,
    ...POSITION,
    tenant_key,
    delivery_id: "D-1",
    occurred_at: NOON,
    source: "api",
    id: "e-1",
    type: "shipment.attempt_failed",
    lat: 18.5,
    lon: 73.8,
    reason: "recipient.absent",
    corrects: "",
    data: '{"note":"n"}',
    derived: "",
    personal: "",
    received_at: "2026-11-20 12:00:01.000",
    received_hint: null,
    stored_at: "2026-11-20 12:00:02.000",
    batch_id: "bat_1",
    import_id: "",
    import_file: "",
    import_row: 0,
    schema_version: "1",
    content_hash: "c",
    ...set,
  };
}

export function eventByTimeRow(event: EventRow): EventByTimeRow {
  const { tenant_key, occurred_at, delivery_id, source, id, type, log_topic, log_partition, log_offset } =
    event;
  return { tenant_key, occurred_at, delivery_id, source, id, type, log_topic, log_partition, log_offset };
}

export function identityRow(tenant_key: number, set: Partial<EventIdentityRow> = {}): EventIdentityRow {
  return {
    ...POSITION,
    tenant_key,
    id_hash: "18446744073709551615",
    content_hash: "c",
    delivery_id: "D-1",
    ...set,
  };
}

export function correctionRow(tenant_key: number): EventCorrectionRow {
  return {
    ...POSITION,
    tenant_key,
    target_hash: "1",
    id_hash: "2",
    source: "api",
    id: "e-2",
    corrects: "e-1",
    type: "event.retracted",
    occurred_at: NOON,
    delivery_id: "D-1",
  };
}

export function deliveryRow(tenant_key: number, set: Partial<DeliveryFactRow> = {}): DeliveryFactRow {
  return {
    ...REFS,
    tenant_key,
    delivery_id: "D-1",
    version: 1,
    is_deleted: 0,
    content_hash: "c",
    caused_by: "fleet_raw:1:7",
    state: "out_for_delivery",
    ordered_at: "2026-11-19 08:00:00.000",
    promised_by: NOON,
    delivered_at: null,
    outcome: "",
    attempts: 1,
    failed_attempts: 1,
    stages: "",
    failure_ids: ["fal_1"],
    first_event_at: "2026-11-19 08:00:00.000",
    last_event_at: NOON,
    updated_at: NOON,
    ...set,
  };
}

export function failureRow(tenant_key: number, set: Partial<FailureFactRow> = {}): FailureFactRow {
  return {
    ...REFS,
    tenant_key,
    failure_id: "fal_1",
    version: 1,
    is_deleted: 0,
    content_hash: "c",
    caused_by: "fleet_raw:1:7",
    status: "open",
    quiet: 0,
    kind: "attempt_failed",
    delivery_id: "D-1",
    attempt: 1,
    anchor: "api:e-1",
    aliases: [],
    occurred_at: NOON,
    detected_at: "2026-11-20 12:00:03.000",
    recorded_reason: "recipient.absent",
    recorded_source: "api",
    corroborated: 0,
    analysis_status: "",
    determined: 0,
    primary_cause: "",
    family: "",
    confidence: 0,
    model_version: "",
    analysis: "",
    recommendations: "",
    confirmed_cause: "",
    confirmed_by: "",
    updated_at: "2026-11-20 12:00:04.000",
    ...set,
  };
}

export function correlationRow(tenant_key: number): CorrelationFactRow {
  return {
    tenant_key,
    failure_id: "fal_1",
    evidence_id: "evd_1",
    version: 1,
    is_deleted: 0,
    kind: "weather",
    level: "severe",
    stance: "for",
    cause: "external.weather",
    observed: 3,
    normal: 0,
    unit: "severity",
    log_lr: 1.5,
    minutes_before: 30,
    distance_km: null,
    statement: "storm",
    event_sources: ["met"],
    event_ids: ["w-1"],
  };
}

function exposureRow(tenant_key: number): AttemptExposureRow {
  return {
    tenant_key,
    delivery_id: "D-1",
    exposure_group: "attempt",
    attempt: 1,
    version: 1,
    is_deleted: 0,
    content_hash: "c",
    anchor_at: NOON,
    failed: 1,
    client_id: "",
    warehouse_id: "W-3",
    carrier_id: "",
    driver_id: "",
    city: "Pune",
    names: ["weather"],
    levels: ["severe"],
    amounts: [3],
    updated_at: NOON,
  };
}

function stageSampleRow(tenant_key: number): StageSampleRow {
  return {
    tenant_key,
    delivery_id: "D-1",
    version: 1,
    is_deleted: 0,
    content_hash: "c",
    ended_at: NOON,
    stages: ["pick"],
    minutes: [30],
    slots: [7],
    owners: ["W-3"],
    updated_at: NOON,
  };
}

export function dimRow<Kind extends DimKind>(tenant_key: number, kind: Kind): DimRow<Kind> {
  const row = {
    tenant_key,
    [`${kind}_id`]: "X-1",
    valid_from: NOON,
    source: "api",
    id: "m-1",
    name: "n",
    city: "Pune",
  };
  return { ...row, attributes: "{}", version: 1, is_deleted: 0 } as unknown as DimRow<Kind>;
}

/** One row of any tenant table. */
export function anyRow<T extends TenantTable>(table: T, key: number): RowOf<T> {
  const rows: { readonly [name: string]: () => unknown } = {
    events: () => eventRow(key),
    events_by_time: () => eventByTimeRow(eventRow(key)),
    event_identity: () => identityRow(key),
    event_corrections: () => correctionRow(key),
    delivery_facts: () => deliveryRow(key),
    failure_facts: () => failureRow(key),
    correlation_facts: () => correlationRow(key),
    attempt_exposures: () => exposureRow(key),
    stage_samples: () => stageSampleRow(key),
  };
  return (rows[table]?.() ?? dimRow(key, table.slice("dim_".length) as DimKind)) as RowOf<T>;
}
