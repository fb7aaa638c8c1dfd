import { type SQL, sql } from "drizzle-orm";
import type { JobRunState } from "../../drizzle/schema/job.ts";
import { type Database, type Tx, withSystem } from "../../tenancy/database.ts";
import { newId } from "../../tenancy/id.ts";

export interface RunStart {
  readonly job: string;
  readonly workerId: string;
  readonly process: string;
  /** 1-based. */
  readonly attempt: number;
  readonly maxAttempts: number;
}

/**
 * Writes that an attempt begins; answers the run's id. The queue gives a job to one process at a time, so another run
 * of it that still counts as running has ended without being able to say so.
 */
export function beginRun(db: Database, start: RunStart): Promise<string> {
  const { job, workerId, process, attempt, maxAttempts } = start;
  const id = newId("run_");
  return withSystem(db, "jobs: begin a run", async (tx) => {
    await loseRuns(tx, sql`job = ${job}`);
    await tx.execute(sql`
      INSERT INTO job_runs (id, job, worker_id, process, attempt, max_attempts)
      VALUES (${id}, ${job}, ${workerId}, ${process}, ${attempt}, ${maxAttempts})`);
    return id;
  });
}

/** Writes how the run ended, and counts it; false when others have given it up for lost. */
export function endRun(
  db: Database,
  id: string,
  state: "succeeded" | "retrying" | "failed",
  error: string | null = null,
): Promise<boolean> {
  return withSystem(db, "jobs: end a run", async (tx) => {
    return (await endRuns(tx, { which: sql`id = ${id}`, state, error })) > 0;
  });
}

/** Gives the running runs that `which` names up for lost; answers how many. */
export function loseRuns(tx: Tx, which: SQL): Promise<number> {
  return endRuns(tx, { which, state: "lost", error: "its process ended, or lost the database" });
}

interface Ending {
  readonly which: SQL;
  readonly state: Exclude<JobRunState, "running">;
  readonly error: string | null;
}

async function endRuns(tx: Tx, { which, state, error }: Ending): Promise<number> {
  const column = sql.identifier(state);
  const rows = await tx.execute(sql`
    WITH ended AS (
      UPDATE job_runs SET state = ${state}, finished_at = now(), error = ${error}
      WHERE state = 'running' AND ${which} RETURNING job
    ), counted AS (
      INSERT INTO job_counts AS c (job, hour, ${column})
      SELECT job, date_trunc('hour', now()), count(*) FROM ended GROUP BY job
      ON CONFLICT (job, hour) DO UPDATE SET ${column} = c.${column} + excluded.${column}
    )
    SELECT job FROM ended`);
  return rows.length;
}
