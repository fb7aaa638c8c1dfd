import fc from "fast-check";
import { afterAll, beforeAll, beforeEach, expect, inject, test } from "vitest";
import type { Reader, Warehouse, WarehouseTenant } from "../client.ts";
import { databaseOf } from "../placement.ts";
import type { DimRow } from "../tables.ts";
import { mintTenant, openTestWarehouse } from "../testing/openTestWarehouse.ts";
import { dimRow } from "../testing/rows.ts";
import { toClickHouseTime } from "../time.ts";
import { type EntityPosition, getEntity, listEntities } from "./entities.ts";

const NOON = Date.parse("2026-11-20T12:00:00Z");
const HOUR = 3_600_000;

let warehouse: Warehouse;
let tenant: WarehouseTenant;
let reader: Reader;
beforeAll(() => {
  warehouse = openTestWarehouse(inject("clickhouseUrl"));
});
afterAll(() => warehouse.close());
beforeEach(async () => {
  tenant = await mintTenant(warehouse);
  reader = warehouse.forTenant(tenant);
});

type Said = Partial<DimRow<"driver">>;

/** `hour` is counted from noon. */
const said = (id: string, hour: number, set: Said = {}): Said => ({
  id,
  valid_from: toClickHouseTime(NOON + hour * HOUR),
  ...set,
});

async function store(rows: readonly Said[]): Promise<void> {
  const all = rows.map((row) => ({ ...dimRow(tenant.key, "driver"), ...row }));
  await warehouse.insert(databaseOf(tenant), "dim_driver", all);
}

/** `event name from-to`, hours from noon, oldest first. */
async function versionsOf(id: string): Promise<string[]> {
  const found = await getEntity(reader, { kind: "driver", id }, { at: NOON, orFirst: true });
  const hour = (time: string | null) =>
    time === null ? "" : String((Date.parse(`${time.replace(" ", "T")}Z`) - NOON) / HOUR);
  return (found?.versions ?? [])
    .map((row) => `${row.id} ${row.name} ${hour(row.valid_from)}-${hour(row.valid_to)}`)
    .toReversed();
}

test("of versions that begin together the last by source and id counts", async () => {
  await store([
    said("b", 0, { name: "B" }),
    said("a", 0, { name: "A", source: "hr" }),
    said("a", 0, { name: "X" }),
    said("z", 2, { name: "Z" }),
  ]);
  expect(await versionsOf("X-1")).toEqual(["a A 0-2", "z Z 2-"]);
});

test("versions that say the same are one, other cities and attributes are others", async () => {
  await store([
    said("a", 0),
    said("b", 1),
    said("c", 2, { city: "Surat" }),
    said("d", 3, { city: "Surat", attributes: '{"x":1}' }),
    said("e", 4, { city: "Surat", attributes: '{"x":1}' }),
    said("f", 5),
  ]);
  expect(await versionsOf("X-1")).toEqual(["a n 0-2", "c n 2-3", "d n 3-5", "f n 5-"]);
});

test("deleted versions are none, and without a version there is no entity", async () => {
  await store([said("a", 0, { name: "A" }), said("b", 1, { name: "B" })]);
  await store([said("b", 1, { version: 2, is_deleted: 1 })]);
  expect(await versionsOf("X-1")).toEqual(["a A 0-"]);
  await store([said("a", 0, { version: 2, is_deleted: 1 })]);
  expect(await getEntity(reader, { kind: "driver", id: "X-1" }, { at: NOON, orFirst: true })).toBeUndefined();
  expect((await listEntities(reader, { q: "a" }, { limit: 9 }, NOON)).rows).toEqual([]);
});

test("shuffled, repeated and split inserts give the same versions", async () => {
  const event = fc.record({
    id: fc.constantFrom("1", "2", "3", "4", "5", "6"),
    hour: fc.integer({ min: 0, max: 3 }),
    name: fc.constantFrom("A", "B"),
  });
  const arrivals = fc
    .uniqueArray(event, { selector: ({ id }) => id, minLength: 1 })
    .chain((events) =>
      fc.tuple(
        fc.constant(events),
        fc.shuffledSubarray([...events, ...events], { minLength: 2 * events.length }),
        fc.nat(),
      ),
    );
  let run = 0;
  const arrive = async (driver_id: string, events: readonly { id: string; hour: number; name: string }[]) => {
    if (events.length > 0)
      await store(events.map(({ id, hour, name }) => said(id, hour, { driver_id, name })));
  };
  await fc.assert(
    fc.asyncProperty(arrivals, async ([events, shuffled, cut]) => {
      run += 1;
      const at = cut % shuffled.length;
      await arrive(`plain-${run}`, events);
      await arrive(`mixed-${run}`, shuffled.slice(at));
      await arrive(`mixed-${run}`, shuffled.slice(0, at));
      expect(await versionsOf(`mixed-${run}`)).toEqual(await versionsOf(`plain-${run}`));
    }),
    { numRuns: 20 },
  );
});

test("the list shows what is in force now, and searches that alone", async () => {
  await store([
    said("a", -2, { name: "Old" }),
    said("b", -1, { name: "Now" }),
    said("c", 1, { name: "Soon" }),
    said("d", 2, { driver_id: "X-2", name: "First soon" }),
    said("e", 3, { driver_id: "X-2", name: "Later soon" }),
  ]);
  const list = async (filter: Parameters<typeof listEntities>[1]) =>
    (await listEntities(reader, filter, { limit: 9 }, NOON)).rows.map(
      (row) => `${row.entity_id} ${row.name}`,
    );
  expect(await list({})).toEqual(["X-1 Now", "X-2 First soon"]);
  expect(await list({ q: "old" })).toEqual([]);
  expect(await list({ q: "SOON" })).toEqual(["X-2 First soon"]);
  expect(await list({ q: "x-" })).toEqual(["X-1 Now", "X-2 First soon"]);
  expect(await list({ q: "now", city: "Surat" })).toEqual([]);
  expect(await list({ q: "x' OR '1'='1" })).toEqual([]);
  expect(await list({ kind: "vehicle" })).toEqual([]);
});

test("pages hold each entity once, in the order of kind and id", async () => {
  await store(Array.from({ length: 7 }, (_, n) => said(`m-${n}`, 0, { driver_id: `DR-${n}` })));
  for (const kind of ["carrier", "warehouse"] as const)
    await warehouse.insert(databaseOf(tenant), `dim_${kind}`, [dimRow(tenant.key, kind)]);
  for (const filter of [{}, { city: "Pune" }]) {
    const seen: string[] = [];
    let after: EntityPosition | undefined;
    do {
      const page = await listEntities(reader, filter, { limit: 4, ...(after && { after }) }, NOON);
      seen.push(...page.rows.map((row) => row.entity_id));
      after = page.next ?? undefined;
    } while (after);
    expect(seen).toEqual(["X-1", "DR-0", "DR-1", "DR-2", "DR-3", "DR-4", "DR-5", "DR-6", "X-1"]);
  }
});
