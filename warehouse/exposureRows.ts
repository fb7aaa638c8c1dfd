import type { ClickHouseTime } from "./time.ts";

/**
 * One run or promise at one version, failed or not; `attempt` 0 = none. `names[i]` had the level `levels[i]`, measured
 * as `amounts[i]`. What was not known has no entry.
 */
export interface AttemptExposureRow {
  readonly tenant_key: number;
  readonly delivery_id: string;
  readonly exposure_group: "attempt" | "promise";
  readonly attempt: number;
  readonly version: number;
  readonly is_deleted: 0 | 1;
  readonly content_hash: string;
  readonly anchor_at: ClickHouseTime;
  readonly failed: 0 | 1;
  readonly client_id: string;
  readonly warehouse_id: string;
  readonly carrier_id: string;
  readonly driver_id: string;
  readonly city: string;
  readonly names: readonly string[];
  readonly levels: readonly string[];
  readonly amounts: readonly (number | null)[];
  readonly updated_at: ClickHouseTime;
}

/** How long each stretch between two milestones of a delivery took; the arrays are parallel. */
export interface StageSampleRow {
  readonly tenant_key: number;
  readonly delivery_id: string;
  readonly version: number;
  readonly is_deleted: 0 | 1;
  readonly content_hash: string;
  readonly ended_at: ClickHouseTime;
  readonly stages: readonly string[];
  readonly minutes: readonly number[];
  readonly slots: readonly number[];
  readonly owners: readonly string[];
  readonly updated_at: ClickHouseTime;
}
