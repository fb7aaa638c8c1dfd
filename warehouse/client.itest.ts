import { createClient } from "@clickhouse/client";
import { afterAll, beforeAll, beforeEach, expect, inject, test } from "vitest";
import { DomainError } from "../tenancy/errors.ts";
import type { Warehouse, WarehouseTenant } from "./client.ts";
import { isRefusedData, isTransient } from "./errors.ts";
import { databaseOf } from "./placement.ts";
import { readMigrations } from "./prepare.ts";
import { TENANT_TABLES } from "./tables.ts";
import { mintTenant, openTestWarehouse } from "./testing/openTestWarehouse.ts";
import { eventRow, identityRow } from "./testing/rows.ts";

const OWN = "tenant_key = {tenant_key:UInt32}";

let warehouse: Warehouse;
let tenant: WarehouseTenant;
beforeAll(() => {
  warehouse = openTestWarehouse(inject("clickhouseUrl"));
});
afterAll(() => warehouse.close());
beforeEach(async () => {
  tenant = await mintTenant(warehouse);
});

async function storedIds(): Promise<readonly string[]> {
  const rows = await warehouse
    .forTenant(tenant)
    .query<{ id: string }>(`SELECT id FROM {{events}} WHERE ${OWN} ORDER BY id`);
  return rows.map((row) => row.id);
}

test("a database is prepared once, however often and by however many", async () => {
  const own = { key: tenant.key, placement: "dedicated" } as const;
  const second = openTestWarehouse(inject("clickhouseUrl"));
  const raw = createClient({ url: inject("clickhouseUrl") });
  try {
    await Promise.all([
      warehouse.prepare(own),
      warehouse.prepare(own),
      second.prepare(own),
      second.prepare(own),
    ]);
    await second.prepare(own);
    const read = async (query: string) =>
      (await raw.query({ query, format: "JSONEachRow" })).json<{ name: string }>();
    const tables = await read(`SELECT name FROM system.tables WHERE database = '${databaseOf(own)}'`);
    expect(tables.map(({ name }) => name).toSorted()).toEqual(
      [...TENANT_TABLES, "schema_migrations"].toSorted(),
    );
    const applied = await read(
      `SELECT DISTINCT name FROM ${databaseOf(own)}.schema_migrations ORDER BY name`,
    );
    expect(applied.map(({ name }) => name)).toEqual(readMigrations().map(({ name }) => name));
  } finally {
    await Promise.all([second.close(), raw.close()]);
  }
});

test("the same token stores nothing again, whatever it carries; another token does", async () => {
  const insert = (id: string, token: string) =>
    warehouse.insert(databaseOf(tenant), "events", [eventRow(tenant.key, { id })], {
      token: `${tenant.key}:${token}`,
    });
  await insert("first", "0-9");
  await insert("first", "0-9");
  await insert("again", "0-9");
  await insert("next", "10-19");
  expect(await storedIds()).toEqual(["first", "next"]);
});

test("nothing to insert is no insert", async () => {
  await warehouse.insert(databaseOf(tenant), "events", []);
  expect(await storedIds()).toEqual([]);
});

test("text, numbers and identities come back as they went in", async () => {
  const awkward = `quote ' double " back \\ line \n tab \t नमस्ते 📦 {tenant_key:UInt32} {{events}}`;
  await warehouse.insert(databaseOf(tenant), "events", [eventRow(tenant.key, { id: awkward, lat: null })]);
  await warehouse.insert(databaseOf(tenant), "event_identity", [identityRow(tenant.key)]);
  const reader = warehouse.forTenant(tenant);
  const [event] = await reader.query(
    `SELECT id, lat, occurred_at, log_offset FROM {{events}} WHERE ${OWN} AND id = {id:String} AND source IN {sources:Array(String)}`,
    { id: awkward, sources: ["o'hare", "api"] },
  );
  expect(event).toEqual({ id: awkward, lat: null, occurred_at: "2026-11-20 12:00:00.000", log_offset: 7 });
  const [identity] = await reader.query(
    `SELECT toString(id_hash) AS id_hash FROM {{event_identity}} WHERE ${OWN} AND id_hash IN {hashes:Array(UInt64)}`,
    { hashes: ["18446744073709551615", "1"] },
  );
  expect(identity).toEqual({ id_hash: "18446744073709551615" });
});

test("an empty list matches nothing", async () => {
  await warehouse.insert(databaseOf(tenant), "events", [eventRow(tenant.key)]);
  const rows = await warehouse
    .forTenant(tenant)
    .query(`SELECT id FROM {{events}} WHERE ${OWN} AND id IN {ids:Array(String)}`, { ids: [] });
  expect(rows).toEqual([]);
});

test("a row that ClickHouse cannot take is refused data, and nothing of its insert is stored", async () => {
  const rows = [
    eventRow(tenant.key, { id: "good" }),
    eventRow(tenant.key, { id: "bad", occurred_at: "the day before" }),
  ];
  const error = await warehouse.insert(databaseOf(tenant), "events", rows).catch((thrown: unknown) => thrown);
  expect(isRefusedData(error)).toBe(true);
  expect(isTransient(error)).toBe(false);
  expect(await storedIds()).toEqual([]);
});

test("a missing table is our fault: neither refused data nor a fault that passes", async () => {
  const nowhere = { key: tenant.key - 1, placement: "dedicated" } as const;
  const error = await warehouse
    .insert(databaseOf(nowhere), "events", [eventRow(1)])
    .catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(Error);
  expect([isRefusedData(error), isTransient(error)]).toEqual([false, false]);
});

test("a warehouse that is away: inserts say transient, a tenant's read says unavailable", async () => {
  const away = openTestWarehouse("http://127.0.0.1:1");
  try {
    const error = await away
      .insert(databaseOf(tenant), "events", [eventRow(1)])
      .catch((thrown: unknown) => thrown);
    expect(isTransient(error)).toBe(true);
    const read = away.forTenant(tenant).query(`SELECT id FROM {{events}} WHERE ${OWN}`);
    const refused = await read.catch((thrown: unknown) => thrown);
    expect(refused).toBeInstanceOf(DomainError);
    expect(refused).toMatchObject({ code: "unavailable", retryAfter: 2 });
    await expect(away.ping()).rejects.toThrow();
  } finally {
    await away.close();
  }
  await warehouse.ping();
});

test("leaving a stream early leaves the connection fit for the next query", async () => {
  const rows = Array.from({ length: 2_000 }, (_, i) => eventRow(tenant.key, { id: `e-${i}` }));
  await warehouse.insert(databaseOf(tenant), "events", rows);
  const reader = warehouse.forTenant(tenant);
  for (let round = 0; round < 20; round++) {
    for await (const row of reader.stream<{ id: string }>(`SELECT id FROM {{events}} WHERE ${OWN}`)) {
      expect(row.id).toMatch(/^e-/);
      break;
    }
  }
  let all = 0;
  for await (const _ of reader.stream(`SELECT id FROM {{events}} WHERE ${OWN}`)) all += 1;
  expect(all).toBe(2_000);
});
