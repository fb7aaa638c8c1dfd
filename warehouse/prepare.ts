import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { isPlacement } from "./placement.ts";

export interface Migration {
  readonly name: string;
  readonly statements: readonly string[];
}

/** What preparing needs of a connection: run one statement, read rows. */
export interface MigrationRunner {
  command(statement: string): Promise<void>;
  select<T>(statement: string): Promise<T[]>;
}

const FOLDER = fileURLToPath(new URL("./migrations/", import.meta.url));

/** The numbered files of a folder in order; statements end with `;` and an empty line. Numbers must not repeat or skip. */
export function readMigrations(folder: string = FOLDER): readonly Migration[] {
  const names = readdirSync(folder)
    .filter((name) => name.endsWith(".sql"))
    .sort();
  return names.map((name, index) => {
    if (Number.parseInt(name, 10) !== index + 1)
      throw new Error(`migration ${name} should have number ${index + 1}`);
    return { name, statements: splitStatements(readFileSync(`${folder}${name}`, "utf8")) };
  });
}

export function splitStatements(text: string): readonly string[] {
  const code = text.replace(/^\s*--.*$/gm, "");
  return code
    .split(/;\s*(?:\n\s*\n|$)/)
    .map((statement) => statement.trim())
    .filter((statement) => statement !== "");
}

/**
 * Creates the placement's database and brings its tables up to date. Every statement is idempotent, so that two
 * processes that do this at once, or one that dies half-way, do no harm; `schema_migrations` only saves the work.
 */
export async function prepareDatabase(
  runner: MigrationRunner,
  database: string,
  migrations: readonly Migration[],
): Promise<void> {
  if (!isPlacement(database)) throw new Error(`not a placement: ${database}`);
  await runner.command(`CREATE DATABASE IF NOT EXISTS ${database}`);
  await runner.command(
    `CREATE TABLE IF NOT EXISTS ${database}.schema_migrations (name String, applied_at DateTime64(3, 'UTC') DEFAULT now64(3)) ` +
      "ENGINE = ReplacingMergeTree ORDER BY name",
  );
  const rows = await runner.select<{ name: string }>(
    `SELECT DISTINCT name FROM ${database}.schema_migrations`,
  );
  const applied = new Set(rows.map((row) => row.name));
  for (const migration of migrations.filter(({ name }) => !applied.has(name))) {
    for (const statement of migration.statements)
      await runner.command(statement.replaceAll("{database}", database));
    await runner.command(`INSERT INTO ${database}.schema_migrations (name) VALUES ('${migration.name}')`);
  }
}
