import { type ClickHouseClient, createClient } from "@clickhouse/client";
import { eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, inject, it } from "vitest";
import { ingestBatches } from "../../drizzle/schema/batch.ts";
import { quarantine } from "../../drizzle/schema/quarantine.ts";
import type { SealedEvent } from "../../events/event.ts";
import { decodeEnvelope } from "../../events/log/envelope.ts";
import type { LogRange } from "../../events/log/port.ts";
import { withSystem } from "../../tenancy/database.ts";
import { createTestTenant, type TestTenant } from "../../tenancy/testing/createTestTenant.ts";
import { waitFor } from "../../tests/harness/waitFor.ts";
import type { Warehouse } from "../../warehouse/client.ts";
import { databaseOf } from "../../warehouse/placement.ts";
import { RANGE_TABLES, type RangeTable } from "../../warehouse/queries/pipeline/storedOffsets.ts";
import { runStage } from "../stage.ts";
import { makePipeline, type TestPipeline } from "../testing/makePipeline.ts";
import { makeRange } from "../testing/makeRange.ts";
import { newStoreState } from "./state.ts";
import { storeStage } from "./storeStage.ts";

let pipeline: TestPipeline;
let clickhouse: ClickHouseClient;
let tenant: TestTenant;

beforeAll(async () => {
  pipeline = await makePipeline();
  clickhouse = createClient({ url: inject("clickhouseUrl") });
  const { db, keyring, warehouse } = pipeline.deps;
  tenant = await createTestTenant({ db, keyring, prepare: warehouse.prepare, placement: "dedicated" });
  for (const table of RANGE_TABLES) {
    const query = `ALTER TABLE ${databaseOf(tenant.tenant)}.${table}
      ADD CONSTRAINT refused CHECK NOT startsWith(delivery_id, 'refused by ${table}.')`;
    await clickhouse.command({ query });
  }
});
afterAll(async () => {
  if (tenant) await clickhouse.command({ query: `DROP DATABASE ${databaseOf(tenant.tenant)}` });
  await clickhouse?.close();
  await pipeline?.close();
});

const store = (range: LogRange) =>
  runStage(storeStage(pipeline.deps), newStoreState([range]), pipeline.deps.log);

let next = 5_000_000;
/** By place in the range, the table that refuses the record there. */
type Refusals = Readonly<Record<number, RangeTable>>;

/** Nine events over two months; each corrects something, so that all four tables get a row. */
function rangeWith(refusals: Refusals): { range: LogRange; batchId: string } {
  next += 1_000;
  const first = next;
  const events = Array.from({ length: 9 }, (_, n) => {
    const id = refusals[n] ? `refused by ${refusals[n]}.${first}.${n}` : `good.${first}.${n}`;
    const month = n % 2 === 0 ? "10" : "11";
    return { id, corrects: `unknown.${first}.${n}`, occurred_at: `2026-${month}-20T12:00:00.000Z` };
  });
  const batchId = `bat_${first}`;
  return { range: makeRange({ tenant: tenant.tenant, first, batchId, events }), batchId };
}

async function offsetsIn(table: RangeTable, { first, last }: LogRange): Promise<number[]> {
  const rows = await pipeline.deps.warehouse.forTenant(tenant.tenant).query<{ n: number }>(
    `SELECT toUInt32(log_offset) AS n FROM {{${table}}}
     WHERE tenant_key = {tenant_key:UInt32} AND log_offset BETWEEN {first:UInt64} AND {last:UInt64} ORDER BY n`,
    { first, last },
  );
  return rows.map(({ n }) => Number(n) - first);
}

async function quarantined(batchId: string) {
  const rows = await withSystem(pipeline.deps.db, "test", (tx) =>
    tx.select().from(quarantine).where(eq(quarantine.batchId, batchId)),
  );
  return rows.map(({ eventId, code, seen }) => `${eventId} ${code} ${seen}`).toSorted();
}

function countsOf(batchId: string) {
  const { stored, quarantined, duplicate, conflict } = ingestBatches;
  return withSystem(pipeline.deps.db, "test", (tx) =>
    tx
      .select({ stored, quarantined, duplicate, conflict })
      .from(ingestBatches)
      .where(eq(ingestBatches.id, batchId)),
  );
}

async function expectOnlyRefused({ range, batchId }: ReturnType<typeof rangeWith>, refusals: Refusals) {
  const bad = Object.keys(refusals).map(Number);
  const good = [0, 1, 2, 3, 4, 5, 6, 7, 8].filter((n) => !bad.includes(n));
  for (const table of RANGE_TABLES) expect(await offsetsIn(table, range), table).toEqual(good);
  const ids = range.records.map(({ value }) => decodeEnvelope<SealedEvent>(value).body.id);
  const expected = bad.map((n) => `${ids[n]} warehouse_refused 1`).toSorted();
  expect(await quarantined(batchId)).toEqual(expected);
  const counts = { stored: good.length, quarantined: bad.length, duplicate: 0, conflict: 0 };
  expect(await countsOf(batchId)).toEqual([counts]);
}

const ALL = Object.fromEntries(Array.from({ length: 9 }, (_, n) => [n, "events" as const]));

it.each<[string, Refusals]>([
  ["the first one, by events", { 0: "events" }],
  ["one in the middle, by events_by_time", { 4: "events_by_time" }],
  ["the last one, by event_identity", { 8: "event_identity" }],
  ["several, by events", { 0: "events", 3: "events", 4: "events", 8: "events" }],
  ["one by each table", { 0: "events", 3: "events_by_time", 5: "event_corrections", 8: "event_identity" }],
  ["all of them", ALL],
])(
  "of the records that ClickHouse refuses, %s, each is quarantined alone and the rest stored once",
  async (_, refusals) => {
    const made = rangeWith(refusals);
    await store(made.range);
    await expectOnlyRefused(made, refusals);
    await store(made.range);
    await expectOnlyRefused(made, refusals);
  },
);

it("they are quarantined alone though the worker dies after an insert into each table", async () => {
  const refusals: Refusals = { 1: "events", 4: "events_by_time", 7: "event_identity" };
  const made = rangeWith(refusals);
  const { warehouse } = pipeline.deps;
  const crashed = new Set<string>();
  const crashing: Warehouse = {
    ...warehouse,
    insert: async (database, table, rows, options) => {
      await warehouse.insert(database, table, rows, options);
      if (crashed.has(table)) return;
      crashed.add(table);
      throw new Error("killed");
    },
  };
  const stage = storeStage({ ...pipeline.deps, warehouse: crashing });
  const handle = () => runStage(stage, newStoreState([made.range]), pipeline.deps.log);
  await waitFor(handle, { timeoutMs: 50_000 });
  expect([...crashed].toSorted()).toEqual([...RANGE_TABLES].toSorted());
  await expectOnlyRefused(made, refusals);
});

it("a value that no edge let through is found by the real parser", async () => {
  const first = 4_000_000;
  const odd = { id: "odd", location: { lat: "north", lon: 0 } as never };
  const events = [{ id: "even-1" }, odd, { id: "even-2" }];
  const range = makeRange({ tenant: tenant.tenant, first, batchId: "bat_odd", events });
  await store(range);
  expect(await offsetsIn("events", range)).toEqual([0, 2]);
  expect(await quarantined("bat_odd")).toEqual(["odd warehouse_refused 1"]);
});
