import { and, desc, eq, inArray, lt, sql } from "drizzle-orm";
import { type JobRunState, jobRuns } from "../../drizzle/schema/job.ts";
import { type Database, type Tx, withSystem } from "../../tenancy/database.ts";
import { DomainError } from "../../tenancy/errors.ts";
import { JOBS } from "./jobList.ts";

export type JobRun = typeof jobRuns.$inferSelect;

export interface ListRunsInput {
  readonly job: string;
  readonly state?: JobRunState | undefined;
  /** 1 to 100. */
  readonly limit: number;
  /** Id of the last run of the page before. */
  readonly after?: string | undefined;
}

/** Operator only: a job's attempts, the newest first. @throws DomainError not_found for a job that there is not. */
export function listRuns(
  db: Database,
  { job, state, limit, after }: ListRunsInput,
): Promise<readonly JobRun[]> {
  if (!JOBS.some(({ name }) => name === job)) throw new DomainError("not_found", "There is no such job.");
  return withSystem(db, "list job runs", (tx) =>
    tx
      .select()
      .from(jobRuns)
      .where(
        and(
          eq(jobRuns.job, job),
          state && eq(jobRuns.state, state),
          after === undefined ? undefined : lt(jobRuns.id, after),
        ),
      )
      .orderBy(desc(jobRuns.id))
      .limit(limit),
  );
}

/** The newest attempt of each job. */
export async function lastRuns(tx: Tx): Promise<ReadonlyMap<string, JobRun>> {
  const newest = tx
    .select({ id: sql<string>`max(${jobRuns.id})` })
    .from(jobRuns)
    .groupBy(jobRuns.job);
  const rows = await tx.select().from(jobRuns).where(inArray(jobRuns.id, newest));
  return new Map(rows.map((run) => [run.job, run]));
}
