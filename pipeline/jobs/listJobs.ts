import { sql } from "drizzle-orm";
import { type Database, withSystem } from "../../tenancy/database.ts";
import type { Job } from "./job.ts";
import { JOBS } from "./jobList.ts";
import { type JobRun, lastRuns } from "./listRuns.ts";
import { nextByCron } from "./schedule.ts";

/** How many attempts ended how. */
type RunCounts = {
  readonly succeeded: number;
  readonly retrying: number;
  readonly failed: number;
  readonly lost: number;
};

export interface JobStatus {
  readonly job: Job;
  /** Null while it runs, if it runs every so often. */
  readonly nextRunAt: Date | null;
  /** Attempts under way: one at most. */
  readonly running: number;
  readonly lastRun: JobRun | null;
  readonly counts: RunCounts & { readonly since: Date };
}

type Counted = RunCounts & { readonly job: string };

/** Operator only: every job, when it runs next and how it has been doing. */
export function listJobs(db: Database, now: Date = new Date()): Promise<readonly JobStatus[]> {
  const since = new Date(Math.floor(now.getTime() / 3_600_000 - 23) * 3_600_000);
  return withSystem(db, "list jobs", async (tx) => {
    const queued = await tx.execute<{ name: string; run_at: string }>(sql`
      SELECT task_identifier AS name, min(run_at) AS run_at FROM graphile_worker.jobs
      WHERE locked_at IS NULL AND attempts < max_attempts GROUP BY 1`);
    const running = await tx.execute<{ job: string; n: number }>(sql`
      SELECT job, count(*)::int AS n FROM job_runs WHERE state = 'running' GROUP BY job`);
    const counted = await tx.execute<Counted>(sql`
      SELECT job, sum(succeeded)::int AS succeeded, sum(retrying)::int AS retrying, sum(failed)::int AS failed,
             sum(lost)::int AS lost
      FROM job_counts WHERE hour >= ${since.toISOString()}::timestamptz GROUP BY job`);
    const last = await lastRuns(tx);
    return JOBS.map((job) => {
      const at = queued.find(({ name }) => name === job.name)?.run_at;
      const { succeeded, retrying, failed, lost } = counted.find((row) => row.job === job.name) ?? NONE;
      return {
        job,
        nextRunAt: at === undefined ? nextRunAt(job, now) : new Date(at),
        running: running.find((row) => row.job === job.name)?.n ?? 0,
        lastRun: last.get(job.name) ?? null,
        counts: { since, succeeded, retrying, failed, lost },
      };
    });
  });
}

const NONE: RunCounts = { succeeded: 0, retrying: 0, failed: 0, lost: 0 };

function nextRunAt({ schedule }: Job, now: Date): Date | null {
  return "cron" in schedule ? nextByCron(schedule, now.getTime()) : null;
}
