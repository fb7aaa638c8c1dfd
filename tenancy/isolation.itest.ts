import postgres from "postgres";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { createTestDatabase } from "./testing/createTestDatabase.ts";
import {
  dropConstraints,
  insertSampleRow,
  listTenantTables,
  type TenantTable,
} from "./testing/tenantTables.ts";

const A = "ten_a";
const B = "ten_b";
const OWN_ROWS = /^\((id|tenant_id) = \( SELECT current_tenant_id\(\) AS current_tenant_id\)\)$/;

let database: Awaited<ReturnType<typeof createTestDatabase>>;
let app: postgres.Sql;
let tables: readonly TenantTable[];

beforeAll(async () => {
  database = await createTestDatabase(inject("databaseUrl"));
  app = connect();
  tables = await listTenantTables(database.sql);
  await dropConstraints(database.sql);
  for (const table of tables) {
    await insertSampleRow(database.sql, table, A);
    await insertSampleRow(database.sql, table, B);
  }
});

afterAll(async () => {
  await app.end({ timeout: 5 });
  await database.drop();
});

/** One connection as the app, so that a test knows whether it was used before. */
function connect(): postgres.Sql {
  return postgres(database.url, { max: 1, onnotice: () => {}, connection: { role: "dfras_app" } });
}

function asTenant<T>(tenantId: string, work: (tx: postgres.TransactionSql) => Promise<T>) {
  return app.begin(async (tx) => {
    await tx`select set_config('app.tenant_id', ${tenantId}, true)`;
    return work(tx);
  });
}

/** Tables on which the app holds the privilege, be it for single columns. */
async function tablesWith(
  privilege: "SELECT" | "INSERT" | "UPDATE" | "DELETE",
): Promise<readonly TenantTable[]> {
  const names = await database.sql<{ name: string }[]>`
    select c.relname as name from pg_class c, aclexplode(c.relacl) acl
    where acl.grantee in (0, 'dfras_app'::regrole) and acl.privilege_type = ${privilege}
    union
    select c.relname from pg_class c join pg_attribute a on a.attrelid = c.oid, aclexplode(a.attacl) acl
    where acl.grantee in (0, 'dfras_app'::regrole) and acl.privilege_type = ${privilege}`;
  const granted = new Set(names.map((row) => row.name));
  return tables.filter((table) => granted.has(table.name));
}

test("every table with rows of tenants forces row level security, also on its owner", () => {
  expect(tables.map((table) => table.name)).toEqual(
    expect.arrayContaining(["tenants", "api_keys", "audit_log", "data_keys"]),
  );
  expect(tables.filter((table) => !table.enabled || !table.forced)).toEqual([]);
});

test("the app's one policy on each of them is the tenant's own rows, for reading and for writing", async () => {
  const policies = await database.sql<
    { table: string; qual: string; check: string; cmd: string; permissive: string }[]
  >`
    select tablename as table, qual, with_check as check, cmd, permissive from pg_policies
    where schemaname = 'public' and roles && array['dfras_app', 'public']::name[]`;
  const wrong = policies.filter((p) => !OWN_ROWS.test(p.qual) || p.check !== p.qual || p.cmd !== "ALL");
  expect(wrong).toEqual([]);
  expect(new Set(policies.map((policy) => policy.table)).size).toBe(policies.length);
  for (const table of await tablesWith("SELECT")) expect(policies.map((p) => p.table)).toContain(table.name);
});

test("without a tenant every query is an error, on a fresh connection and on one used before", async () => {
  const readable = await tablesWith("SELECT");
  const fresh = connect();
  for (const { name } of readable) {
    await expect(fresh`select from ${fresh(name)}`, `${name}, fresh`).rejects.toThrow(/app\.tenant_id/);
  }
  await fresh.end({ timeout: 5 });
  await asTenant(A, async () => {});
  for (const { name } of readable)
    await expect(app`select from ${app(name)}`, name).rejects.toThrow(/no tenant/);
});

test("tenant A reads its own row of every table and never one of B", async () => {
  const readable = await tablesWith("SELECT");
  expect(readable.length).toBeGreaterThanOrEqual(4);
  for (const { name, owner } of readable) {
    const rows = await asTenant(A, (tx) => tx`select ${tx(owner)} as owner from ${tx(name)}`);
    expect(
      rows.map((row) => row["owner"]),
      name,
    ).toEqual([A]);
  }
});

test("tenant A can neither write into B's rows nor give its own away", async () => {
  for (const { name, owner } of await tablesWith("INSERT")) {
    const inserted = asTenant(A, (tx) => tx.unsafe(`insert into ${name} (${owner}) values ('${B}')`));
    await expect(inserted, `insert into ${name}`).rejects.toThrow(/row-level security|permission denied/);
  }
  for (const { name, owner } of await tablesWith("UPDATE")) {
    const moved = asTenant(A, (tx) => tx.unsafe(`update ${name} set ${owner} = '${B}'`));
    await expect(moved, `update ${name}`).rejects.toThrow(/row-level security|permission denied/);
  }
});

test("tenant A can delete none of B's rows", async () => {
  for (const { name, owner } of await tablesWith("DELETE")) {
    await asTenant(A, (tx) => tx`delete from ${tx(name)}`);
    const left = await database.sql`select from ${database.sql(name)} where ${database.sql(owner)} = ${B}`;
    expect(left.length, name).toBe(1);
  }
});

test("the audit log can be added to, but neither changed nor shortened", async () => {
  await expect(asTenant(A, (tx) => tx`update audit_log set action = 'x'`)).rejects.toThrow(
    /permission denied/,
  );
  await expect(asTenant(A, (tx) => tx`delete from audit_log`)).rejects.toThrow(/permission denied/);
  await expect(asTenant(A, (tx) => tx`truncate audit_log`)).rejects.toThrow(/permission denied/);
});
