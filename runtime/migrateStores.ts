import { fileURLToPath } from "node:url";
import type { Logger } from "pino";
import { migrateJobs } from "../pipeline/jobs/migrateJobs.ts";
import { migrateDatabase } from "../tenancy/database.ts";
import { awaitStore } from "./awaitStore.ts";

const MIGRATIONS = fileURLToPath(new URL("../drizzle/migrations", import.meta.url));

/**
 * Brings PostgreSQL's schema and the job queue's up to date. Idempotent; processes that do so at once wait for each
 * other. @throws MissingRights
 */
export async function migrateStores(databaseUrl: string, log: Logger): Promise<void> {
  await awaitStore(log, () => migrateDatabase(databaseUrl, MIGRATIONS));
  await awaitStore(log, () => migrateJobs(databaseUrl));
}
