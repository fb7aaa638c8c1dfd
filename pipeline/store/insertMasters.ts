import { databaseOf } from "../../warehouse/placement.ts";
import { DIM_KINDS, type DimKind, type DimRow } from "../../warehouse/tables.ts";
import { toClickHouseTime } from "../../warehouse/time.ts";
import { ok } from "../outcome.ts";
import type { PipelineDeps } from "../ports.ts";
import type { Step } from "../stage.ts";
import { accepted, type StoredRecord, type StoreState } from "./state.ts";

/** `*.updated` events make versions of their entity in `dim_*`; a repeated insert replaces itself. */
export function insertMasters({ warehouse }: Pick<PipelineDeps, "warehouse">): Step<StoreState> {
  return {
    name: "insert_masters",
    run: async (state) => {
      for (const kind of DIM_KINDS) {
        const updates = accepted(state).filter((record) => record.event.type === `${kind}.updated`);
        for (const [database, records] of Map.groupBy(updates, (record) => databaseOf(record.tenant))) {
          await warehouse.insert(
            database,
            `dim_${kind}`,
            records.map((record) => toDimRow(kind, record)) as never,
          );
        }
      }
      return ok;
    },
  };
}

function toDimRow(kind: DimKind, { event, tenant, offset }: StoredRecord): DimRow {
  const { name, city, ...attributes } = event.data ?? {};
  return {
    tenant_key: tenant.key,
    [`${kind}_id`]: event[`${kind}_id`] ?? "",
    valid_from: toClickHouseTime(event.occurred_at),
    source: event.source,
    id: event.id,
    name: typeof name === "string" ? name : "",
    city: typeof city === "string" ? city : (event.city ?? ""),
    attributes: JSON.stringify(attributes),
    version: offset + 1,
    is_deleted: 0,
  } as DimRow;
}
