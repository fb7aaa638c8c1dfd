import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import type { Placement } from "../tenancy/context.ts";
import type { Reader, Warehouse, WarehouseTenant } from "./client.ts";
import { databaseOf } from "./placement.ts";
import { TENANT_TABLES } from "./tables.ts";
import { mintTenant, openTestWarehouse } from "./testing/openTestWarehouse.ts";
import { anyRow } from "./testing/rows.ts";

const OWN = "tenant_key = {tenant_key:UInt32}";
/** A predicate in form only: true for every row, so that the filter beneath has to do the work. */
const SHAM = "(tenant_key = {tenant_key:UInt32} OR tenant_key > 0)";
const SHAM_MANY = "(tenant_key IN {tenant_keys:Array(UInt32)} OR tenant_key > 0)";

const SHAPES: Readonly<Record<string, (table: string, predicate: string) => string>> = {
  plain: (t, p) => `SELECT tenant_key FROM ${t} WHERE ${p}`,
  aggregate: (t, p) => `SELECT tenant_key, count() AS n FROM ${t} WHERE ${p} GROUP BY tenant_key`,
  subquery: (t, p) => `SELECT tenant_key FROM (SELECT * FROM ${t}) WHERE ${p}`,
  "scalar subquery": (t, p) =>
    `SELECT arrayJoin((SELECT groupArray(tenant_key) FROM ${t} WHERE ${p})) AS tenant_key`,
  "IN subquery": (t, p) =>
    `SELECT tenant_key FROM ${t} WHERE ${p} AND tenant_key IN (SELECT tenant_key FROM ${t})`,
  cte: (t, p) => `WITH mine AS (SELECT tenant_key FROM ${t}) SELECT tenant_key FROM mine WHERE ${p}`,
  join: (t, p) =>
    `SELECT b.tenant_key AS tenant_key FROM (SELECT tenant_key FROM ${t} WHERE ${p}) AS a CROSS JOIN ${t} AS b`,
  "full join": (t, p) =>
    `SELECT tenant_key FROM (SELECT tenant_key FROM ${t} WHERE ${p}) AS a FULL JOIN ${t} AS b USING (tenant_key)`,
  union: (t, p) => `SELECT tenant_key FROM ${t} WHERE ${p} UNION ALL SELECT tenant_key FROM ${t}`,
  "union in brackets": (t, p) =>
    `SELECT tenant_key FROM ((SELECT tenant_key FROM ${t} WHERE ${p}) UNION ALL (SELECT tenant_key FROM ${t}))`,
  window: (t, p) => `SELECT max(tenant_key) OVER () AS tenant_key FROM ${t} WHERE ${p}`,
};

let warehouse: Warehouse;
beforeAll(() => {
  warehouse = openTestWarehouse(inject("clickhouseUrl"));
});
afterAll(() => warehouse.close());

/** Two tenants with a row each in every table of the one database, whichever way they came there. */
async function twoTenants(placement: Placement): Promise<readonly [WarehouseTenant, WarehouseTenant]> {
  const mine = await mintTenant(warehouse, placement);
  const other = { key: mine.key + 1, placement };
  for (const table of TENANT_TABLES) {
    await warehouse.insert(databaseOf(mine), table, [anyRow(table, mine.key), anyRow(table, other.key)]);
  }
  return [mine, other];
}

async function keysSeen(reader: Reader, text: string): Promise<readonly number[]> {
  const rows = await reader.query<{ tenant_key: number }>(text);
  return [...new Set(rows.map((row) => row.tenant_key))];
}

describe.each(["pooled", "dedicated"] as const)("%s placement", (placement) => {
  let mine: WarehouseTenant;
  let reader: Reader;
  beforeAll(async () => {
    [mine] = await twoTenants(placement);
    reader = warehouse.forTenant(mine);
  });

  test.each(TENANT_TABLES)("%s shows the tenant's own rows in every shape of query", async (table) => {
    for (const [name, shape] of Object.entries(SHAPES)) {
      expect(await keysSeen(reader, shape(`{{${table}}}`, OWN)), name).toEqual([mine.key]);
    }
  });

  test.each(TENANT_TABLES)("%s is filtered beneath a predicate that would let all pass", async (table) => {
    for (const [name, shape] of Object.entries(SHAPES)) {
      expect(await keysSeen(reader, shape(`{{${table}}}`, SHAM)), name).toEqual([mine.key]);
    }
  });

  test.each(TENANT_TABLES)("%s read for several tenants shows them and no other", async (table) => {
    const readers = warehouse.forTenants([mine]);
    for (const [name, shape] of Object.entries(SHAPES)) {
      expect(await keysSeen(readers, shape(`{{${table}}}`, SHAM_MANY)), name).toEqual([mine.key]);
    }
  });

  test("a streamed read is filtered too", async () => {
    const seen: number[] = [];
    for await (const row of reader.stream<{ tenant_key: number }>(
      `SELECT tenant_key FROM {{events}} WHERE ${SHAM}`,
    )) {
      seen.push(row.tenant_key);
    }
    expect(seen).toEqual([mine.key]);
  });

  test("a caller cannot bind another tenant", async () => {
    const rows = await reader.query(`SELECT tenant_key FROM {{events}} WHERE ${OWN}`, {
      tenant_key: mine.key + 1,
    });
    expect(rows).toEqual([{ tenant_key: mine.key }]);
  });
});

test("several tenants over both placements: each database is asked for its own", async () => {
  const [pooled, pooledOther] = await twoTenants("pooled");
  const [dedicated] = await twoTenants("dedicated");
  const rows = await warehouse
    .forTenants([pooled, dedicated, pooledOther, pooled])
    .query<{ tenant_key: number }>(
      "SELECT tenant_key FROM {{failure_facts}} WHERE tenant_key IN {tenant_keys:Array(UInt32)}",
    );
  const ascending = (a: number, b: number) => a - b;
  expect(rows.map((row) => row.tenant_key).sort(ascending)).toEqual(
    [pooled.key, pooledOther.key, dedicated.key].sort(ascending),
  );
});

test("four hundred reads of different tenants at once do not mix", async () => {
  const tenants = (await Promise.all([1, 2, 3, 4].map(() => twoTenants("pooled")))).flat();
  const reads = Array.from({ length: 400 }, async (_, i) => {
    const tenant = tenants[i % tenants.length] as WarehouseTenant;
    const seen = await keysSeen(
      warehouse.forTenant(tenant),
      `SELECT tenant_key FROM {{events}} WHERE ${SHAM}`,
    );
    return seen.length === 1 && seen[0] === tenant.key;
  });
  expect((await Promise.all(reads)).every(Boolean)).toBe(true);
});

test("the catalogue names every table that the migrations make", async () => {
  const { readMigrations } = await import("./prepare.ts");
  const made = readMigrations().flatMap(({ statements }) =>
    statements.flatMap(
      (statement) =>
        statement.match(/CREATE (?:TABLE|VIEW|MATERIALIZED VIEW) IF NOT EXISTS \{database\}\.(\w+)/)?.[1] ??
        [],
    ),
  );
  expect(made.toSorted()).toEqual([...TENANT_TABLES].toSorted());
});
