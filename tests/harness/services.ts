import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pino } from "pino";
import type { TestProject } from "vitest/node";
import { startClickHouse } from "../../runtime/embedded/clickhouse/startClickHouse.ts";
import { migrateDatabase } from "../../tenancy/database.ts";
import { createDatabase } from "./freshDatabase.ts";

declare module "vitest" {
  export interface ProvidedContext {
    /** Each `host:port`. */
    kafkaBrokers: readonly string[];
    redisUrl: string;
  }
}

const NAMES = ["KAFKA_BROKERS", "REDIS_URL", "DATABASE_URL"] as const;
const COMMAND = "export $(scripts/services up --dir .dfras/services)";

/**
 * Global set-up of the project `services`: the services named by the environment, a fresh migrated database on that
 * PostgreSQL, and an embedded ClickHouse. @throws at once when a variable is missing.
 */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const [kafkaBrokers, redisUrl, serverUrl] = readVariables();
  const log = pino({ level: process.env["LOG_LEVEL"] ?? "warn" }, pino.destination(2));
  const home = mkdtempSync(join(tmpdir(), "dfras-services-test-"));
  const steps: (() => Promise<unknown>)[] = [async () => rmSync(home, { recursive: true, force: true })];
  const teardown = async () => {
    for (const step of steps.splice(0).reverse()) await step();
  };
  try {
    const database = await createDatabase(serverUrl);
    steps.push(database.drop);
    await migrateDatabase(database.url, "drizzle/migrations");
    const clickhouse = await startClickHouse({ home, log });
    steps.push(() => clickhouse.stop());
    project.provide("kafkaBrokers", kafkaBrokers.split(","));
    project.provide("redisUrl", redisUrl);
    project.provide("databaseUrl", database.url);
    project.provide("clickhouseUrl", clickhouse.url);
  } catch (error) {
    await teardown();
    throw error;
  }
  return teardown;
}

function readVariables(): [kafkaBrokers: string, redisUrl: string, databaseUrl: string] {
  const missing = NAMES.filter((name) => !process.env[name]);
  if (missing.length > 0)
    throw new Error(`the project services needs ${missing.join(", ")}. Run first: ${COMMAND}`);
  const [brokers, redis, database] = NAMES.map((name) => process.env[name] ?? "");
  return [brokers ?? "", redis ?? "", database ?? ""];
}
