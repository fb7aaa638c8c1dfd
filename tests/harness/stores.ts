import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pino } from "pino";
import type { TestProject } from "vitest/node";
import { postgresFolder, startPostgres } from "../../runtime/embedded/postgres.ts";
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
  const postgres = await startPostgres({ home, log });
  const folder = await postgresFolder(home, log);
  const teardown = async () => {
    await postgres.stop();
    rmSync(folder, { recursive: true, force: true });
    rmSync(home, { recursive: true, force: true });
  };
  try {
    await migrateDatabase(postgres.url, "drizzle/migrations");
  } catch (error) {
    await teardown();
    throw error;
  }
  project.provide("databaseUrl", postgres.url);
  project.provide("clickhouseUrl", "http://127.0.0.1:1");
  return teardown;
}
