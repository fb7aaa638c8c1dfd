import { sql } from "drizzle-orm";
import { type AddJobFunction, parseCrontab } from "graphile-worker";
import { type Database, withSystem } from "../../tenancy/database.ts";
import type { Job, Schedule } from "./job.ts";

/** Ticks of this long ago that nobody was there to run are made up for, several of one job by one run. */
const MAKE_UP = "1d";
const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

/** The crontab of the jobs that have one. A queue of its own lets a job run in one process at a time. */
export function crontabOf(jobs: readonly Job[]): string {
  return jobs
    .flatMap(({ name, schedule, maxAttempts }) =>
      "cron" in schedule
        ? [
            `${schedule.cron} ${name} ?id=${name}&fill=${MAKE_UP}&max=${maxAttempts}&queue=${name}&jobKey=${name}`,
          ]
        : [],
    )
    .join("\n");
}

/** Queues the next tick of a job that runs every so often; the key makes it one, however often it is queued. */
export async function addNextTick(
  { name, schedule, maxAttempts }: Job,
  addJob: AddJobFunction,
): Promise<void> {
  if (!("everySeconds" in schedule)) return;
  const runAt = new Date(Date.now() + schedule.everySeconds * 1_000);
  await addJob(name, {}, { jobKey: name, queueName: name, maxAttempts, runAt });
}

/** Queues the jobs that run every so often and are neither queued nor running: at the first start, or once given up. */
export async function addMissing(db: Database, jobs: readonly Job[]): Promise<void> {
  const repeated = jobs.filter(({ schedule }) => "everySeconds" in schedule);
  if (repeated.length === 0) return;
  const rows = JSON.stringify(repeated.map(({ name, maxAttempts }) => ({ name, max: maxAttempts })));
  await withSystem(db, "jobs: queue what is missing", (tx) =>
    tx.execute(sql`
      SELECT graphile_worker.add_job(r.name, '{}'::json, queue_name := r.name, max_attempts := r.max, job_key := r.name)
      FROM json_to_recordset(${rows}::json) AS r (name text, max integer)
      WHERE NOT EXISTS (
        SELECT FROM graphile_worker.jobs j
        WHERE j.task_identifier = r.name AND (j.locked_at IS NOT NULL OR j.attempts < j.max_attempts))`),
  );
}

/** The next time after `from` (epoch ms) that a crontab line names; null when there is none within a year. */
export function nextByCron({ cron }: Extract<Schedule, { cron: string }>, from: number): Date | null {
  const [item] = parseCrontab(`${cron} job`);
  for (let at = Math.floor(from / MINUTE_MS + 1) * MINUTE_MS; at < from + 366 * DAY_MS; at += MINUTE_MS) {
    const time = new Date(at);
    const digest = {
      min: time.getUTCMinutes(),
      hour: time.getUTCHours(),
      date: time.getUTCDate(),
      month: time.getUTCMonth() + 1,
      dow: time.getUTCDay(),
    };
    if (item?.match(digest)) return time;
  }
  return null;
}
