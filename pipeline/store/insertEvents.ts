import { mapInSlices } from "../../tenancy/inSlices.ts";
import { isRefusedData } from "../../warehouse/errors.ts";
import { databaseOf } from "../../warehouse/placement.ts";
import type { RangeTable } from "../../warehouse/queries/pipeline/storedOffsets.ts";
import type { RowOf } from "../../warehouse/tables.ts";
import { type ClickHouseTime, toClickHouseTime } from "../../warehouse/time.ts";
import { dead, ok } from "../outcome.ts";
import type { PipelineDeps } from "../ports.ts";
import type { Step } from "../stage.ts";
import { byMonth } from "./byMonth.ts";
import { accepted, type StoredRecord, type StoreState } from "./state.ts";
import { takeBack } from "./takeBack.ts";
import { positionOf, toEventRow } from "./toRows.ts";

export const REFUSED = "warehouse_refused";

type Insert = (rows: readonly StoredRecord[]) => Promise<void>;

/**
 * Inserts what passed the judge: one insert per database and month, the token naming the ranges and both.
 * The identity comes last, since it is what says that an event is stored.
 */
export function insertEvents({ warehouse, now }: Pick<PipelineDeps, "warehouse" | "now">): Step<StoreState> {
  return {
    name: "insert",
    run: async (state) => {
      const storedAt = toClickHouseTime(now());
      const byDatabase = Map.groupBy(accepted(state), (record) => databaseOf(record.tenant));
      for (const [database, records] of byDatabase)
        await insertAll({ warehouse, state, database }, records, storedAt);
      return ok;
    },
  };
}

async function insertAll(
  into: Target,
  records: readonly StoredRecord[],
  storedAt: ClickHouseTime,
): Promise<void> {
  await byMonth(records, (month, ofMonth) =>
    insertInto(into, month, "events", ofMonth, (r) => toEventRow(r, storedAt)),
  );
  const kept = records.filter(isKept);
  const corrections = kept.filter((record) => record.targetHash !== null);
  await Promise.all([
    byMonth(kept, (month, ofMonth) => insertInto(into, month, "events_by_time", ofMonth, toTimeRow)),
    insertInto(into, "", "event_corrections", corrections, toCorrectionRow),
  ]);
  await insertInto(into, "", "event_identity", kept.filter(isKept), toIdentityRow);
  // Of a range that is handled for the first time nothing is there of what the first table refused.
  const written = into.state.reopened === null ? kept : records;
  await takeBack(
    into,
    written.filter((record) => !isKept(record)),
  );
}

const isKept = ({ verdict }: StoredRecord) => verdict.kind === "ok";

interface Target extends Pick<PipelineDeps, "warehouse"> {
  readonly state: StoreState;
  readonly database: string;
}

async function insertInto<T extends RangeTable>(
  { warehouse, state, database }: Target,
  month: string,
  table: T,
  records: readonly StoredRecord[],
  toRow: (record: StoredRecord) => RowOf<T>,
): Promise<void> {
  const there = state.stored.get(table);
  const missing = there === undefined ? records : records.filter((record) => !there.has(record.offset));
  await bisect(missing, async (some) => {
    const token = tokenOf(state, database, month, some, records.length);
    await warehouse.insert(database, table, await mapInSlices(some, toRow), { token });
  });
}

/** A part has a token of its own: under the whole's a late first try and this part would hide each other. */
function tokenOf(
  { token: whole }: StoreState,
  database: string,
  month: string,
  some: readonly StoredRecord[],
  all: number,
): string {
  const token = `${whole}:${database}:${month}`;
  if (some.length === all) return token;
  return `${token}:${nameOf(some[0])}-${nameOf(some.at(-1))}:${some.length}`;
}

const nameOf = (record: StoredRecord | undefined) =>
  record && `${record.topic}:${record.partition}:${record.offset}`;

/** Halves what the warehouse refuses until the bad record stands alone; it goes to quarantine, the rest goes on. */
async function bisect(records: readonly StoredRecord[], insert: Insert): Promise<void> {
  if (records.length === 0) return;
  try {
    await insert(records);
  } catch (error) {
    if (!isRefusedData(error)) throw error;
    const [only] = records;
    if (records.length === 1 && only) {
      only.verdict = dead(REFUSED);
      return;
    }
    const middle = records.length >> 1;
    await bisect(records.slice(0, middle), insert);
    await bisect(records.slice(middle), insert);
  }
}

function toTimeRow(record: StoredRecord): RowOf<"events_by_time"> {
  const { event, tenant } = record;
  return {
    tenant_key: tenant.key,
    occurred_at: toClickHouseTime(event.occurred_at),
    delivery_id: event.delivery_id ?? "",
    source: event.source,
    id: event.id,
    type: event.type,
    ...positionOf(record),
  };
}

function toIdentityRow(record: StoredRecord): RowOf<"event_identity"> {
  return {
    tenant_key: record.tenant.key,
    id_hash: record.idHash,
    content_hash: record.envelope.content_hash,
    delivery_id: record.event.delivery_id ?? "",
    ...positionOf(record),
  };
}

function toCorrectionRow(record: StoredRecord): RowOf<"event_corrections"> {
  const { event, tenant } = record;
  return {
    tenant_key: tenant.key,
    target_hash: record.targetHash ?? "0",
    id_hash: record.idHash,
    source: event.source,
    id: event.id,
    corrects: event.corrects ?? "",
    type: event.type,
    occurred_at: toClickHouseTime(event.occurred_at),
    delivery_id: event.delivery_id ?? "",
    ...positionOf(record),
  };
}
