import { sql } from "drizzle-orm";
import { type Database, withSystem } from "../../tenancy/database.ts";
import { loseRuns } from "./recordRun.ts";

const RECOVERY_LOCK = 7_239_107;

/**
 * Gives jobs of dead processes back to the queue, which by itself waits four hours, and their runs up for lost. Dead is
 * who holds a job and was not seen for `deadAfterMs`. Answers the dead; one process at a time looks, others answer none.
 */
export function recoverJobs(db: Database, deadAfterMs: number): Promise<readonly string[]> {
  const long = sql`${deadAfterMs} * interval '1 millisecond'`;
  const isAlive = (id: string) =>
    sql`EXISTS (SELECT FROM job_workers w WHERE w.id = ${sql.raw(id)} AND w.seen_at > now() - ${long})`;
  return withSystem(db, "jobs: recover", async (tx) => {
    const [turn] = await tx.execute(sql`SELECT pg_try_advisory_xact_lock(${RECOVERY_LOCK}::bigint) AS got`);
    if (turn?.["got"] !== true) return [];
    const rows = await tx.execute<{ id: string }>(sql`
      SELECT locked_by AS id FROM graphile_worker.jobs WHERE locked_by IS NOT NULL GROUP BY locked_by
      HAVING max(locked_at) < now() - ${long} AND NOT ${isAlive("locked_by")}`);
    const dead = rows.map(({ id }) => id);
    await loseRuns(tx, sql`started_at < now() - ${long} AND NOT ${isAlive("worker_id")}`);
    if (dead.length > 0)
      await tx.execute(sql`SELECT graphile_worker.force_unlock_workers(${sql.param(dead)}::text[])`);
    // A process that was thought dead and ends its job after all leaves the lock of the job's queue behind.
    await tx.execute(sql`
      UPDATE graphile_worker._private_job_queues q SET locked_by = NULL, locked_at = NULL
      WHERE locked_at < now() - ${long} AND NOT EXISTS (
        SELECT FROM graphile_worker._private_jobs j WHERE j.job_queue_id = q.id AND j.locked_at IS NOT NULL)`);
    await tx.execute(sql`DELETE FROM job_workers WHERE seen_at < now() - interval '1 day'`);
    return dead;
  });
}

/** Gives back what this process held under a name that it no longer uses. */
export async function releaseWorker(db: Database, workerId: string): Promise<void> {
  await withSystem(db, "jobs: release", async (tx) => {
    await tx.execute(sql`SELECT graphile_worker.force_unlock_workers(${sql.param([workerId])}::text[])`);
    await loseRuns(tx, sql`worker_id = ${workerId}`);
    await tx.execute(sql`DELETE FROM job_workers WHERE id = ${workerId}`);
  });
}
