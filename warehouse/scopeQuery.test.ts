import { describe, expect, test } from "vitest";
import { groupByDatabase, scopeQuery, UnscopedQuery } from "./scopeQuery.ts";
import { TENANT_TABLES } from "./tables.ts";

const ONE = { database: "pool_00", keys: [7], kind: "one" } as const;
const MANY = { database: "tenant_9", keys: [9, 11], kind: "many" } as const;
const OWN = "tenant_key = {tenant_key:UInt32}";

test("writes database.table and filters every table of the placement, not only those named", () => {
  const text = scopeQuery(`SELECT id FROM {{events}} WHERE ${OWN}`, ONE);
  expect(text).toContain(`SELECT id FROM pool_00.events WHERE ${OWN}\nSETTINGS additional_table_filters = {`);
  for (const table of TENANT_TABLES) expect(text).toContain(`'pool_00.${table}':'tenant_key = 7'`);
});

test("filters several tenants by a list", () => {
  const text = scopeQuery("SELECT id FROM {{events}} WHERE tenant_key IN {tenant_keys:Array(UInt32)}", MANY);
  expect(text).toContain("'tenant_9.events':'tenant_key IN (9,11)'");
});

test("alias, CTE, join and braces of parameters are fine", () => {
  const text = `WITH mine AS (SELECT id, tenant_key FROM {{events}} WHERE ${OWN} AND id IN {ids:Array(String)})
    SELECT m.id FROM mine AS m JOIN {{delivery_facts}} AS d FINAL ON d.tenant_key = m.tenant_key`;
  expect(scopeQuery(text, ONE)).toContain("JOIN pool_00.delivery_facts AS d FINAL");
});

describe("refuses", () => {
  test.each([
    ["no predicate", "SELECT id FROM {{events}}"],
    ["a predicate on a literal", "SELECT id FROM {{events}} WHERE tenant_key = 7"],
    ["the predicate of several", "SELECT id FROM {{events}} WHERE tenant_key IN {tenant_keys:Array(UInt32)}"],
    [
      "a join without tenant_key",
      `SELECT 1 FROM {{events}} e JOIN {{delivery_facts}} d ON e.id = d.delivery_id WHERE e.${OWN}`,
    ],
    ["SETTINGS", `SELECT id FROM {{events}} WHERE ${OWN} SETTINGS max_threads = 1`],
    [
      "SETTINGS in a sub-query",
      `SELECT id FROM (SELECT * FROM {{events}} settings additional_table_filters = {}) WHERE ${OWN}`,
    ],
    ["merge()", `SELECT id FROM merge('pool_00', 'events') WHERE ${OWN}`],
    ["merge() after a comma", `SELECT e.id FROM {{events}} AS e, merge('pool_00', 'events') WHERE ${OWN}`],
    ["mergeTreeIndex()", `SELECT id FROM mergeTreeIndex('pool_00', 'events') WHERE ${OWN}`],
    ["mergeTreeProjection()", `SELECT id FROM mergeTreeProjection('pool_00', 'events', p) WHERE ${OWN}`],
    ["loop()", `SELECT id FROM loop({{events}}) WHERE ${OWN}`],
    ["remote()", `SELECT id FROM remote('127.0.0.1', pool_00, events) WHERE ${OWN}`],
    ["file()", `SELECT id FROM file('x.csv') WHERE ${OWN}`],
    ["url()", `SELECT id FROM url('http://127.0.0.1/x') WHERE ${OWN}`],
    ["an unknown table function", `SELECT id FROM tomorrow('x') WHERE ${OWN}`],
    ["dictGet", `SELECT dictGet('d', 'a', 1) FROM {{events}} WHERE ${OWN}`],
    ["a placement by name", `SELECT id FROM pool_00.events WHERE ${OWN}`],
    ["another tenant's database", `SELECT id FROM tenant_8.events WHERE ${OWN}`],
    ["a quoted name", `SELECT id FROM \`pool_00\`.events WHERE ${OWN}`],
    ["a double-quoted name", `SELECT id FROM "pool_00".events WHERE ${OWN}`],
    ["a table by parameter", `SELECT id FROM {t:Identifier} WHERE ${OWN}`],
    ["system tables", `SELECT name FROM system.tables WHERE ${OWN}`],
    ["an unknown table", `SELECT id FROM {{schema_migrations}} WHERE ${OWN}`],
    ["a comment", `SELECT id FROM {{events}} WHERE 1 -- ${OWN}`],
    ["a block comment", `SELECT id FROM {{events}} WHERE 1 /* ${OWN} */`],
    ["a second statement", `SELECT id FROM {{events}} WHERE ${OWN}; SELECT 1`],
    ["a write", `INSERT INTO {{events}} SELECT * FROM {{events}} WHERE ${OWN} AND tenant_key = 1`],
    ["an output file", `SELECT id FROM {{events}} WHERE ${OWN} INTO OUTFILE 'x'`],
    ["a format", `SELECT id FROM {{events}} WHERE ${OWN} FORMAT CSV`],
  ])("%s", (_, text) => {
    expect(() => scopeQuery(text, ONE)).toThrow(UnscopedQuery);
  });

  test.each([0, -1, 1.5, Number.NaN, 2 ** 32])("the key %s", (key) => {
    expect(() => scopeQuery(`SELECT id FROM {{events}} WHERE ${OWN}`, { ...ONE, keys: [key] })).toThrow();
  });

  test("no tenant, several tenants where one is meant, and a database that is no placement", () => {
    const text = `SELECT id FROM {{events}} WHERE ${OWN}`;
    expect(() => scopeQuery(text, { ...ONE, keys: [] })).toThrow(UnscopedQuery);
    expect(() => scopeQuery(text, { ...ONE, keys: [1, 2] })).toThrow(UnscopedQuery);
    expect(() => scopeQuery(text, { ...ONE, database: "default" })).toThrow(UnscopedQuery);
  });
});

test("tenants are grouped by database, each once, in groups of a bounded size", () => {
  const pooled = (key: number) => ({ key, placement: "pooled" as const });
  const groups = groupByDatabase(
    [pooled(1), { key: 5, placement: "dedicated" }, pooled(2), pooled(1), pooled(3)],
    2,
  );
  expect(groups.map(({ database, tenants }) => [database, tenants.map(({ key }) => key)])).toEqual([
    ["pool_00", [1, 2]],
    ["pool_00", [3]],
    ["tenant_5", [5]],
  ]);
});
