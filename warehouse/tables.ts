import type { AttemptExposureRow, StageSampleRow } from "./exposureRows.ts";
import type { ClickHouseTime } from "./time.ts";

/** Every tenant table of a placement, as its migrations make them. A test compares this list with `system.tables`. */
export const TENANT_TABLES = [
  "events",
  "events_by_time",
  "event_identity",
  "event_corrections",
  "delivery_facts",
  "failure_facts",
  "correlation_facts",
  "attempt_exposures",
  "stage_samples",
  "dim_client",
  "dim_customer",
  "dim_driver",
  "dim_vehicle",
  "dim_warehouse",
  "dim_carrier",
] as const;
export type TenantTable = (typeof TENANT_TABLES)[number];

/** Tables that keep several versions of a row until a merge: read them through `latest()`. */
export const VERSIONED_TABLES = [
  "delivery_facts",
  "failure_facts",
  "correlation_facts",
  "attempt_exposures",
  "stage_samples",
  "dim_client",
  "dim_customer",
  "dim_driver",
  "dim_vehicle",
  "dim_warehouse",
  "dim_carrier",
] as const satisfies readonly TenantTable[];
export type VersionedTable = (typeof VERSIONED_TABLES)[number];

/** The reference columns beside `delivery_id`; an absent reference is the empty string. */
export interface RefColumns {
  readonly order_id: string;
  readonly client_id: string;
  readonly customer_id: string;
  readonly warehouse_id: string;
  readonly carrier_id: string;
  readonly driver_id: string;
  readonly vehicle_id: string;
  readonly route_id: string;
  readonly city: string;
  readonly region: string;
  readonly country: string;
  readonly postal_code: string;
  readonly zone: string;
}

/** Where in the event log a row comes from. */
export interface LogColumns {
  readonly log_topic: string;
  readonly log_partition: number;
  readonly log_offset: number;
}

/** One stored event. `data` is JSON, `derived` JSON or empty, `personal` sealed or empty, `delivery_id` may be empty. */
export interface EventRow extends RefColumns, LogColumns {
  readonly tenant_key: number;
  readonly delivery_id: string;
  readonly occurred_at: ClickHouseTime;
  readonly source: string;
  readonly id: string;
  readonly type: string;
  readonly lat: number | null;
  readonly lon: number | null;
  readonly reason: string;
  readonly corrects: string;
  readonly data: string;
  readonly derived: string;
  readonly personal: string;
  readonly received_at: ClickHouseTime;
  readonly received_hint: ClickHouseTime | null;
  readonly stored_at: ClickHouseTime;
  readonly batch_id: string;
  /** The import it came by; empty for one that came by itself. */
  readonly import_id: string;
  readonly import_file: string;
  readonly import_row: number;
  readonly schema_version: string;
  readonly content_hash: string;
}

export interface EventByTimeRow extends LogColumns {
  readonly tenant_key: number;
  readonly occurred_at: ClickHouseTime;
  readonly delivery_id: string;
  readonly source: string;
  readonly id: string;
  readonly type: string;
}

/** `id_hash` is unsigned decimal text: as a JSON number it would lose digits. Select it with `toString(id_hash)`. */
export interface EventIdentityRow extends LogColumns {
  readonly tenant_key: number;
  readonly id_hash: string;
  readonly content_hash: string;
  readonly delivery_id: string;
}

/** `target_hash` is the identity of what is corrected, `id_hash` that of the correction; both decimal text. */
export interface EventCorrectionRow extends LogColumns {
  readonly tenant_key: number;
  readonly target_hash: string;
  readonly id_hash: string;
  readonly source: string;
  readonly id: string;
  readonly corrects: string;
  readonly type: string;
  readonly occurred_at: ClickHouseTime;
  readonly delivery_id: string;
}

/** One delivery at one version. `stages` is JSON of the fold's stages (epoch milliseconds). */
export interface DeliveryFactRow extends RefColumns {
  readonly tenant_key: number;
  readonly delivery_id: string;
  readonly version: number;
  readonly is_deleted: 0 | 1;
  readonly content_hash: string;
  readonly caused_by: string;
  readonly state: string;
  readonly ordered_at: ClickHouseTime | null;
  readonly promised_by: ClickHouseTime | null;
  readonly delivered_at: ClickHouseTime | null;
  readonly outcome: string;
  readonly attempts: number;
  readonly failed_attempts: number;
  readonly stages: string;
  readonly failure_ids: readonly string[];
  readonly first_event_at: ClickHouseTime;
  readonly last_event_at: ClickHouseTime;
  readonly updated_at: ClickHouseTime;
}

/** One failure at one version. `attempt` 0 = none; `analysis` (see StoredAnalysis) and `recommendations` are JSON or empty. */
export interface FailureFactRow extends RefColumns {
  readonly tenant_key: number;
  readonly failure_id: string;
  readonly version: number;
  readonly is_deleted: 0 | 1;
  readonly content_hash: string;
  readonly caused_by: string;
  readonly status: string;
  /** Set while only imports that notify nobody have told of it. */
  readonly quiet: 0 | 1;
  readonly kind: string;
  readonly delivery_id: string;
  readonly attempt: number;
  readonly anchor: string;
  readonly aliases: readonly string[];
  readonly occurred_at: ClickHouseTime;
  readonly detected_at: ClickHouseTime;
  readonly recorded_reason: string;
  readonly recorded_source: string;
  readonly corroborated: 0 | 1;
  readonly analysis_status: string;
  readonly determined: 0 | 1;
  readonly primary_cause: string;
  readonly family: string;
  readonly confidence: number;
  readonly model_version: string;
  readonly analysis: string;
  readonly recommendations: string;
  /** What people confirmed, and who; empty = nothing. */
  readonly confirmed_cause: string;
  readonly confirmed_by: string;
  readonly updated_at: ClickHouseTime;
}

/** One evidence item of a failure at one version; `event_sources[i]` and `event_ids[i]` name one event. */
export interface CorrelationFactRow {
  readonly tenant_key: number;
  readonly failure_id: string;
  readonly evidence_id: string;
  readonly version: number;
  readonly is_deleted: 0 | 1;
  readonly kind: string;
  readonly level: string;
  readonly stance: string;
  readonly cause: string;
  readonly observed: number | null;
  readonly normal: number | null;
  readonly unit: string;
  readonly log_lr: number;
  readonly minutes_before: number | null;
  readonly distance_km: number | null;
  readonly statement: string;
  readonly event_sources: readonly string[];
  readonly event_ids: readonly string[];
}

export const DIM_KINDS = ["client", "customer", "driver", "vehicle", "warehouse", "carrier"] as const;
export type DimKind = (typeof DIM_KINDS)[number];

/**
 * What one event says of a master-data entity from `valid_from` on, until another says something else; `attributes` is
 * JSON. Deleted where the event is no longer live. See `versionsOf`.
 */
export type DimRow<Kind extends DimKind = DimKind> = {
  readonly [K in Kind as `${K}_id`]: string;
} & {
  readonly tenant_key: number;
  readonly valid_from: ClickHouseTime;
  readonly source: string;
  readonly id: string;
  readonly name: string;
  readonly city: string;
  readonly attributes: string;
  /** Of a customer only: the sealed members, among them the name; empty or absent for none. */
  readonly personal?: string;
  readonly version: number;
  readonly is_deleted: 0 | 1;
};

/** The row that each tenant table takes. */
export type RowOf<Table extends TenantTable> = Table extends "events"
  ? EventRow
  : Table extends "events_by_time"
    ? EventByTimeRow
    : Table extends "event_identity"
      ? EventIdentityRow
      : Table extends "event_corrections"
        ? EventCorrectionRow
        : Table extends "delivery_facts"
          ? DeliveryFactRow
          : Table extends "failure_facts"
            ? FailureFactRow
            : Table extends "correlation_facts"
              ? CorrelationFactRow
              : Table extends "attempt_exposures"
                ? AttemptExposureRow
                : Table extends "stage_samples"
                  ? StageSampleRow
                  : Table extends `dim_${infer Kind extends DimKind}`
                    ? DimRow<Kind>
                    : never;
