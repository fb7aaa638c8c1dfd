import { sql } from "drizzle-orm";
import { withSystem } from "../../tenancy/database.ts";
import type { JobDeps } from "./job.ts";

/** Successes kept of each job: a job that runs each second would fill 86,000 rows a day that say the same. */
const KEEP_SUCCESSES = 100;
const KEEP_DAYS = 30;

/** Keeps the last successes of each job, and all that did not succeed for 30 days; counts by hour stay as long. */
export async function trimRuns({ db }: Pick<JobDeps, "db">): Promise<void> {
  const before = sql`now() - ${KEEP_DAYS} * interval '1 day'`;
  await withSystem(db, "trim: job runs", async (tx) => {
    await tx.execute(sql`
      DELETE FROM job_runs r USING (
        SELECT id, row_number() OVER (PARTITION BY job ORDER BY id DESC) AS nth
        FROM job_runs WHERE state = 'succeeded') s
      WHERE r.id = s.id AND s.nth > ${KEEP_SUCCESSES}`);
    await tx.execute(sql`DELETE FROM job_runs WHERE state <> 'running' AND started_at < ${before}`);
    await tx.execute(sql`DELETE FROM job_counts WHERE hour < ${before}`);
    // What the queue gave up is in the runs; the next tick does not need it.
    await tx.execute(sql`
      DELETE FROM graphile_worker._private_jobs
      WHERE attempts >= max_attempts AND locked_at IS NULL AND updated_at < now() - interval '1 hour'`);
  });
}
