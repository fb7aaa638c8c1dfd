import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pino } from "pino";
import type { TestProject } from "vitest/node";
import { startClickHouse } from "../../runtime/embedded/clickhouse/startClickHouse.ts";
import { type EmbeddedStore, postgresFolder, startPostgres } from "../../runtime/embedded/postgres.ts";
import { migrateDatabase } from "../../tenancy/database.ts";

declare module "vitest" {
  export interface ProvidedContext {
    /** PostgreSQL, migrated, as the owner of the schema. */
    databaseUrl: string;
    /** ClickHouse's HTTP interface, user and password in the URL. */
    clickhouseUrl: string;
  }
}

/** Global set-up: one set of embedded stores in a folder of its own for all test files of a project. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const log = pino({ level: process.env["LOG_LEVEL"] ?? "warn" }, pino.destination(2));
  const home = mkdtempSync(join(tmpdir(), "dfras-test-"));
  const folder = await postgresFolder(home, log);
  const stores: EmbeddedStore[] = [];
  const teardown = async () => {
    await Promise.all(stores.map((store) => store.stop()));
    rmSync(folder, { recursive: true, force: true });
    rmSync(home, { recursive: true, force: true });
  };
  try {
    const postgres = await startPostgres({ home, log });
    stores.push(postgres);
    const clickhouse = await startClickHouse({ home, log });
    stores.push(clickhouse);
    await migrateDatabase(postgres.url, "drizzle/migrations");
    project.provide("databaseUrl", postgres.url);
    project.provide("clickhouseUrl", clickhouse.url);
  } catch (error) {
    await teardown();
    throw error;
  }
  return teardown;
}
