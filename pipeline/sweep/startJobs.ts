import { setTimeout as pause } from "node:timers/promises";
import { Logger as JobLogger, type Runner, run, runMigrations } from "graphile-worker";
import type { Logger } from "pino";
import postgres from "postgres";
import type { PipelineDeps } from "../ports.ts";
import { sweepDue } from "./sweepDue.ts";
import { trimHistory } from "./trimHistory.ts";

/** Pause between two sweeps. */
const SWEEP_EVERY_MS = 1_000;
const RESTART_PAUSE_MS = 1_000;
const MIGRATION_LOCK = 7_239_106;

/**
 * Lays out the job queue's own tables, and lets the system role, and no other, work on them. Processes that start
 * together do so one after the other, since two that grant the same at once fail.
 */
export async function migrateJobs(databaseUrl: string): Promise<void> {
  const sql = postgres(databaseUrl, { max: 1, onnotice: () => {} });
  try {
    await sql`SELECT pg_advisory_lock(${MIGRATION_LOCK}::bigint)`;
    await runMigrations({ connectionString: databaseUrl });
    await sql.unsafe(`
      GRANT USAGE ON SCHEMA graphile_worker TO dfras_system;
      GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA graphile_worker TO dfras_system;
      GRANT USAGE ON ALL SEQUENCES IN SCHEMA graphile_worker TO dfras_system;
      GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA graphile_worker TO dfras_system;`);
    const policies = await sql<{ table: string }[]>`
      SELECT c.relname AS table FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE n.nspname = 'graphile_worker' AND c.relrowsecurity
        AND NOT EXISTS (SELECT FROM pg_policy p WHERE p.polrelid = c.oid)`;
    for (const { table } of policies) {
      await sql`CREATE POLICY system ON graphile_worker.${sql(table)} TO dfras_system USING (true) WITH CHECK (true)`;
    }
  } finally {
    await sql.end();
  }
}

export interface Jobs {
  close(): Promise<void>;
}

/** Starts this process's share of scheduled work; the queue leases each job to one process and retries it elsewhere. */
export async function startJobs(deps: PipelineDeps, databaseUrl: string): Promise<Jobs> {
  const stop = new AbortController();
  let runner = await startRunner(deps, databaseUrl, stop.signal);
  const kept = (async () => {
    for (;;) {
      await runner.promise.catch((error: unknown) => deps.log.warn({ err: error }, "the job queue failed"));
      const next = await startAgain(deps, databaseUrl, stop.signal);
      if (next === null) return;
      runner = next;
    }
  })();
  return {
    close: async () => {
      stop.abort();
      // Refuses when it has ended by itself just before.
      await runner
        .stop()
        .catch((error: unknown) => deps.log.debug({ err: error }, "the job queue had ended"));
      await kept;
    },
  };
}

/** The queue's runner ends when the database was away for long: a new one, once there is a database; null when told to stop. */
async function startAgain(
  deps: PipelineDeps,
  databaseUrl: string,
  stop: AbortSignal,
): Promise<Runner | null> {
  while (!stop.aborted) {
    await pause(RESTART_PAUSE_MS, undefined, { signal: stop }).catch(() => {});
    if (stop.aborted) break;
    deps.log.warn("the job queue ended; it starts again");
    try {
      const runner = await startRunner(deps, databaseUrl, stop);
      if (!stop.aborted) return runner;
      await runner.stop();
    } catch (error) {
      deps.log.warn({ err: error }, "the job queue could not start yet");
    }
  }
  return null;
}

async function startRunner(deps: PipelineDeps, databaseUrl: string, stop: AbortSignal): Promise<Runner> {
  const runner = await run({
    connectionString: asSystem(databaseUrl),
    concurrency: 2,
    pollInterval: 500,
    noHandleSignals: true,
    noPreparedStatements: true,
    // Told one by one, the end of a job is told to nobody who would hear that it failed, and the process ends with it.
    preset: { worker: { completeJobBatchDelay: 0, failJobBatchDelay: 0 } },
    crontab: "* * * * * sweep ?jobKey=sweep&jobKeyMode=preserve_run_at\n15 3 * * * trim",
    logger: jobLogger(deps.log),
    taskList: {
      trim: () => trimHistory(deps),
      sweep: async (_payload, helpers) => {
        await sweepDue(deps, stop);
        await helpers.addJob("sweep", {}, { jobKey: "sweep", runAt: new Date(Date.now() + SWEEP_EVERY_MS) });
      },
    },
  });
  await runner.addJob("sweep", {}, { jobKey: "sweep", jobKeyMode: "preserve_run_at" });
  return runner;
}

/** The same server as the system role; the queue's driver takes it from the URL's options. */
function asSystem(databaseUrl: string): string {
  const url = new URL(databaseUrl);
  url.searchParams.set("options", "-c role=dfras_system");
  return url.href;
}

function jobLogger(log: Logger): JobLogger {
  return new JobLogger(() => (level, message, meta) => {
    if (level === "error") log.error({ meta }, message);
    else if (level === "warning") log.warn({ meta }, message);
    else log.trace({ meta }, message);
  });
}
