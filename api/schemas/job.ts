import { z } from "@hono/zod-openapi";
import { JOB_RUN_STATES } from "../../drizzle/schema/job.ts";
import { count, pageOf, pageQuery, text, time } from "./common.ts";

const JOB_RUN_EXAMPLE = {
  id: "run_01kagz6v3m8q2x4n7c5b9d1e0f",
  job: "trim_imports",
  tenant_id: null,
  state: "retrying" as const,
  attempt: 1,
  max_attempts: 5,
  process: "worker-1:4711",
  started_at: "2026-11-20T03:20:00.112Z",
  finished_at: "2026-11-20T03:20:01.305Z",
  duration_ms: 1_193,
  error: "PostgresError (57P01)",
};

export const JobRun = z
  .object({
    id: text(64),
    job: text(64),
    tenant_id: text(64).nullable().openapi({ description: "Null: the job goes over all tenants." }),
    state: z.enum(JOB_RUN_STATES).openapi({
      description:
        "`retrying`: the attempt failed and another follows; `failed`: it was the last of its tick; `lost`: its process ended without a word, and the job runs again elsewhere.",
    }),
    attempt: count(),
    max_attempts: count(),
    process: text(300).openapi({ description: "Host and process id." }),
    started_at: time(),
    finished_at: time().nullable(),
    duration_ms: count().nullable(),
    error: text(300).nullable().openapi({ description: "The kind of error; the process' log has the rest." }),
  })
  .openapi("JobRun", { example: JOB_RUN_EXAMPLE });

const JOB_EXAMPLE = {
  name: "trim_imports",
  description: "Cancels imports that nobody started, and deletes the error files of those long ended.",
  schedule: { every_seconds: null, cron: "20 * * * *" },
  max_attempts: 5,
  next_run_at: "2026-11-20T04:20:00.000Z",
  running: 0,
  last_run: JOB_RUN_EXAMPLE,
  last_24_hours: { since: "2026-11-19T04:00:00.000Z", succeeded: 23, retrying: 1, failed: 0, lost: 0 },
};

const Job = z
  .object({
    name: text(64),
    description: text(500),
    schedule: z
      .object({ every_seconds: z.number().min(0).max(86_400).nullable(), cron: text(100).nullable() })
      .openapi({ description: "Seconds after the last run's end, or a crontab line in UTC." }),
    max_attempts: count(),
    next_run_at: time().nullable().openapi({ description: "Null while it runs, if it runs every so often." }),
    running: count(),
    last_run: JobRun.nullable(),
    last_24_hours: z
      .object({ since: time(), succeeded: count(), retrying: count(), failed: count(), lost: count() })
      .openapi({
        description: "Attempts that ended since then, by how: exact, whatever runs are still kept.",
      }),
  })
  .openapi("Job", { example: JOB_EXAMPLE });

export const JobList = pageOf(Job, "JobList", JOB_EXAMPLE);
export const JobRunPage = pageOf(JobRun, "JobRunPage", JOB_RUN_EXAMPLE);

export const JobParams = z.object({
  name: text(64)
    .min(1)
    .openapi({ param: { name: "name", in: "path" }, example: "trim_imports" }),
});
export const JobRunQuery = z.strictObject({ ...pageQuery, state: z.enum(JOB_RUN_STATES).optional() });
