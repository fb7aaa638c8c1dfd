import type { MasterEventRow } from "../../warehouse/queries/pipeline/masterEvents.ts";
import { DIM_KINDS, type DimKind } from "../../warehouse/tables.ts";
import { type ClickHouseTime, toClickHouseTime } from "../../warehouse/time.ts";
import type { StoredRecord } from "../store/state.ts";

/** An event that says something of an entity, whether it lies in the range or in the warehouse. */
export interface MasterEvent {
  readonly tenantKey: number;
  readonly source: string;
  readonly id: string;
  readonly kind: DimKind;
  readonly entityId: string;
  readonly at: ClickHouseTime;
  readonly city: string;
  readonly data: Readonly<Record<string, unknown>>;
  /** Sealed members, or empty. */
  readonly personal: string;
}

const KIND_OF_TYPE: ReadonlyMap<string, DimKind> = new Map(
  DIM_KINDS.map((kind) => [`${kind}.updated`, kind] as const),
);

/** The kind of entity that an event of this type tells of; undefined for other events. */
export function masterKind(type: string): DimKind | undefined {
  return KIND_OF_TYPE.get(type);
}

/** Empty for a record that is no master data, so that lists can be mapped flat. */
export function masterOfRecord({ event, tenant }: StoredRecord): readonly MasterEvent[] {
  const kind = masterKind(event.type);
  const entityId = kind && event[`${kind}_id`];
  if (kind === undefined || entityId === undefined) return [];
  const { source, id, city = "", data = {}, personal } = event;
  const at = toClickHouseTime(event.occurred_at);
  return [{ tenantKey: tenant.key, source, id, kind, entityId, at, city, data, personal: personal ?? "" }];
}

export function masterOfRow(row: MasterEventRow): readonly MasterEvent[] {
  const kind = masterKind(row.type);
  if (kind === undefined) return [];
  const { source, id, city, personal, occurred_at: at } = row;
  const data = row.data === "" ? {} : (JSON.parse(row.data) as Record<string, unknown>);
  return [
    { tenantKey: row.tenant_key, source, id, kind, entityId: row[`${kind}_id`], at, city, data, personal },
  ];
}
