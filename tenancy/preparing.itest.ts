import { type SQL, sql } from "drizzle-orm";
import { afterAll, beforeEach, expect, inject, it } from "vitest";
import { type Database, openDatabase, withTenant } from "./database.ts";

/** One connection per role, so that what is asked last sees what the others left behind. */
let db: Database;
beforeEach(async () => {
  await db?.close();
  db = openDatabase({ url: inject("databaseUrl"), poolSize: 1 });
});
afterAll(() => db.close());

const times = async (count: number, query: () => Promise<unknown>) => {
  for (let n = 0; n < count; n++) await query();
};
const prepared = async (text: string) => {
  const rows = await db.app.execute<{ statement: string }>(sql`select statement from pg_prepared_statements`);
  return rows.filter(({ statement }) => statement.includes(text)).length;
};

it("prepares what comes often, once, and nothing else", async () => {
  await times(20, () => db.app.execute(sql`select ${1}::int as often`));
  await times(2, () => db.app.execute(sql`select ${1}::int as seldom`));
  await times(20, () => db.app.execute(sql`select 1 as plain`));
  expect([await prepared("often"), await prepared("seldom"), await prepared("plain")]).toEqual([1, 0, 0]);
});

it("prepares within transactions and their savepoints too", async () => {
  await times(10, () =>
    withTenant(db, "ten_a", async (tx) => {
      await tx.execute(sql`select ${1}::int as outer_one`);
      await tx.transaction((inner) => inner.execute(sql`select ${1}::int as inner_one`));
    }),
  );
  expect([await prepared("outer_one"), await prepared("inner_one")]).toEqual([1, 1]);
});

it("has a bound", async () => {
  for (let n = 0; n < 320; n++)
    await times(5, () => db.app.execute(sql`select ${1}::int as ${sql.raw(`"many ${n}"`)}`));
  const found = await prepared("many");
  expect(found).toBeGreaterThan(250);
  expect(found).toBeLessThanOrEqual(300);
});

it("refuses what a transaction is asked after its end, when its connection may be another tenant's", async () => {
  const stale = await withTenant(db, "ten_a", async (tx) => ({ tx }));
  const asked = stale.tx.execute(sql`select ${1}::int`).catch((error: Error) => String(error.cause ?? error));
  expect(await asked).toContain("the transaction is over");
});

const tenantIn = (query: SQL) => (tenantId: string) =>
  withTenant(db, tenantId, (tx) => tx.execute<{ tenant: string }>(query));

it("a transaction's first query sees its own tenant, prepared or not", async () => {
  const ask = tenantIn(sql`select current_tenant_id() || ${""}::text as tenant`);
  for (let n = 0; n < 12; n++)
    expect((await ask(`ten_${n}`))[0]?.tenant, `transaction ${n}`).toBe(`ten_${n}`);
});
