import type { z } from "@hono/zod-openapi";
import type { JobStatus } from "../../pipeline/jobs/listJobs.ts";
import type { JobRun as RunRow } from "../../pipeline/jobs/listRuns.ts";
import type { JobList, JobRun } from "../schemas/job.ts";

export function toApiJobRun(run: RunRow): z.infer<typeof JobRun> {
  const { id, job, tenantId, state, attempt, maxAttempts, process, startedAt, finishedAt, error } = run;
  return {
    id,
    job,
    tenant_id: tenantId,
    state,
    attempt,
    max_attempts: maxAttempts,
    process,
    started_at: startedAt.toISOString(),
    finished_at: finishedAt?.toISOString() ?? null,
    duration_ms: finishedAt && Math.max(0, finishedAt.getTime() - startedAt.getTime()),
    error,
  };
}

export function toApiJob(status: JobStatus): z.infer<typeof JobList>["data"][number] {
  const { job, nextRunAt, running, lastRun, counts } = status;
  const { name, description, schedule, maxAttempts } = job;
  const { since, ...ended } = counts;
  return {
    name,
    description,
    schedule: {
      every_seconds: "everySeconds" in schedule ? schedule.everySeconds : null,
      cron: "cron" in schedule ? schedule.cron : null,
    },
    max_attempts: maxAttempts,
    next_run_at: nextRunAt?.toISOString() ?? null,
    running,
    last_run: lastRun && toApiJobRun(lastRun),
    last_24_hours: { since: since.toISOString(), ...ended },
  };
}
