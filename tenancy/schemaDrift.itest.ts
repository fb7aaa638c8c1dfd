import { readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { is } from "drizzle-orm";
import { getTableConfig, PgTable } from "drizzle-orm/pg-core";
import postgres from "postgres";
import { afterAll, expect, inject, test } from "vitest";

const FOLDER = resolve("drizzle/schema");
const sql = postgres(inject("databaseUrl"), { max: 1, onnotice: () => {} });
afterAll(() => sql.end({ timeout: 5 }));

const SERIAL: Readonly<Record<string, string>> = { serial: "integer", bigserial: "bigint" };

function describeTable(table: PgTable): Record<string, string> {
  const { columns } = getTableConfig(table);
  return Object.fromEntries(
    columns.map((column) => {
      const type = column.getSQLType().replaceAll(" (", "(").replaceAll(", ", ",");
      return [column.name, `${SERIAL[type] ?? type}${column.notNull ? " not null" : ""}`];
    }),
  );
}

async function describeStored(name: string): Promise<Record<string, string>> {
  const rows = await sql<{ name: string; type: string; required: boolean }[]>`
    select attname as name, format_type(atttypid, atttypmod) as type, attnotnull as required from pg_attribute
    where attrelid = to_regclass(${name}) and attnum > 0 and not attisdropped`;
  return Object.fromEntries(rows.map((row) => [row.name, `${row.type}${row.required ? " not null" : ""}`]));
}

const files = readdirSync(FOLDER).filter((file) => file.endsWith(".ts"));

test.each(files)("the tables described in %s are those of the migrations, column by column", async (file) => {
  const exported: Record<string, unknown> = await import(join(FOLDER, file));
  const tables = Object.values(exported).filter((value) => is(value, PgTable));
  expect(tables.length).toBeGreaterThan(0);
  for (const table of tables) {
    const { name, schema } = getTableConfig(table);
    expect(describeTable(table), name).toEqual(await describeStored(schema ? `${schema}.${name}` : name));
  }
});
