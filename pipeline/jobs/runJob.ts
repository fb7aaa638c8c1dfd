import type { JobHelpers } from "graphile-worker";
import { describeError } from "../../tenancy/describeError.ts";
import type { Job, JobDeps } from "./job.ts";
import { beginRun, endRun } from "./recordRun.ts";

export interface Attempt {
  /** Host and process id, for people. */
  readonly process: string;
  /** The job as the queue handed it over. */
  readonly row: Pick<JobHelpers["job"], "attempts" | "max_attempts" | "locked_by">;
  readonly signal: AbortSignal;
}

/** Others have given this run up for lost, and the job may run there: what is left of it ends here. */
class RunLost extends Error {
  override readonly name = "RunLost";
}

/** Makes one attempt, in sight of operators. Rejects when it failed, so that the queue tries again. */
export async function runJob(deps: JobDeps, job: Job, { process, row, signal }: Attempt): Promise<void> {
  const { attempts: attempt, max_attempts: maxAttempts } = row;
  const start = { job: job.name, workerId: row.locked_by ?? "", process, attempt, maxAttempts };
  const id = await beginRun(deps.db, start);
  let failure: { readonly error: unknown } | null = null;
  try {
    await job.run(deps, signal);
  } catch (error) {
    failure = { error };
    deps.log.warn({ err: error, job: job.name, run: id, attempt }, "a job failed");
  }
  const failed = attempt < maxAttempts ? "retrying" : "failed";
  const ended = failure
    ? await endRun(deps.db, id, failed, describeError(failure.error))
    : await endRun(deps.db, id, "succeeded");
  if (!ended) throw new RunLost(`${job.name}: others have taken over`);
  if (failure) throw failure.error;
}
