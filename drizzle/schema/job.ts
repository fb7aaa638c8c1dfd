import { integer, pgTable, primaryKey, text, timestamp } from "drizzle-orm/pg-core";

const time = (name: string) => timestamp(name, { withTimezone: true });
const count = (name: string) => integer(name).notNull().default(0);

export const JOB_RUN_STATES = ["running", "succeeded", "retrying", "failed", "lost"] as const;
export type JobRunState = (typeof JOB_RUN_STATES)[number];

/** Processes that take jobs from the queue. */
export const jobWorkers = pgTable("job_workers", {
  id: text("id").primaryKey(),
  process: text("process").notNull(),
  startedAt: time("started_at").notNull().defaultNow(),
  seenAt: time("seen_at").notNull().defaultNow(),
});

/** Attempts of jobs; `retrying` = failed and to be tried again, `lost` = its process never said how it ended. */
export const jobRuns = pgTable("job_runs", {
  id: text("id").primaryKey(),
  job: text("job").notNull(),
  tenantId: text("tenant_id"),
  workerId: text("worker_id").notNull(),
  process: text("process").notNull(),
  state: text("state", { enum: JOB_RUN_STATES }).notNull().default("running"),
  attempt: integer("attempt").notNull(),
  maxAttempts: integer("max_attempts").notNull(),
  startedAt: time("started_at").notNull().defaultNow(),
  finishedAt: time("finished_at"),
  error: text("error"),
});

/** How many attempts of an hour ended how. */
export const jobCounts = pgTable(
  "job_counts",
  {
    job: text("job").notNull(),
    hour: time("hour").notNull(),
    succeeded: count("succeeded"),
    retrying: count("retrying"),
    failed: count("failed"),
    lost: count("lost"),
  },
  (t) => [primaryKey({ columns: [t.job, t.hour] })],
);
