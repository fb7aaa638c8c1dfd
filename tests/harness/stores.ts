import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Logger, pino } from "pino";
import type { TestProject } from "vitest/node";
import { migrateJobs } from "../../pipeline/jobs/migrateJobs.ts";
import { startClickHouse } from "../../runtime/embedded/clickhouse/startClickHouse.ts";
import { type EmbeddedStore, postgresFolder, startPostgres } from "../../runtime/embedded/postgres.ts";
import { migrateDatabase } from "../../tenancy/database.ts";
import { createDatabase } from "./freshDatabase.ts";

declare module "vitest" {
  export interface ProvidedContext {
    /** PostgreSQL, migrated, as the owner of the schema. */
    databaseUrl: string;
    /** ClickHouse's HTTP interface, user and password in the URL. */
    clickhouseUrl: string;
  }
}

/**
 * Global set-up: one set of embedded stores in a folder of its own for all test files of a project. With
 * DFRAS_TEST_DATABASE_URL a fresh database on that server takes the place of the embedded PostgreSQL.
 */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const log = pino({ level: process.env["LOG_LEVEL"] ?? "warn" }, pino.destination(2));
  const home = mkdtempSync(join(tmpdir(), "dfras-test-"));
  const stores: Pick<EmbeddedStore, "stop">[] = [];
  const teardown = async () => {
    await Promise.all(stores.map((store) => store.stop()));
    rmSync(home, { recursive: true, force: true });
  };
  try {
    const postgres = await openPostgres(home, log);
    stores.push(postgres);
    const clickhouse = await startClickHouse({ home, log });
    stores.push(clickhouse);
    await migrateDatabase(postgres.url, "drizzle/migrations");
    await migrateJobs(postgres.url);
    project.provide("databaseUrl", postgres.url);
    project.provide("clickhouseUrl", clickhouse.url);
  } catch (error) {
    await teardown();
    throw error;
  }
  return teardown;
}

async function openPostgres(home: string, log: Logger): Promise<Pick<EmbeddedStore, "url" | "stop">> {
  const serverUrl = process.env["DFRAS_TEST_DATABASE_URL"];
  if (serverUrl) {
    const { url, drop } = await createDatabase(serverUrl);
    return { url, stop: drop };
  }
  const folder = await postgresFolder(home, log);
  const { url, stop } = await startPostgres({ home, log });
  return {
    url,
    stop: async () => {
      await stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
