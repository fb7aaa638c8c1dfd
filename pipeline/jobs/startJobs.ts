import { setTimeout as pause } from "node:timers/promises";
import { PULSE, type Pulse } from "./heartbeat.ts";
import type { Job, JobDeps } from "./job.ts";
import { JOBS } from "./jobList.ts";
import { type RunnerInput, type RunningJobs, startRunner } from "./runner.ts";

const RESTART_PAUSE_MS = 1_000;

export interface JobQueue {
  /** Takes no more jobs, and resolves when those in hand have ended; they are told to. */
  close(): Promise<void>;
}

export interface JobOptions {
  readonly jobs?: readonly Job[];
  readonly pulse?: Pulse;
}

/** Starts this process's share of scheduled work; each job runs in one process at a time, and is retried in any. */
export async function startJobs(
  deps: JobDeps,
  databaseUrl: string,
  { jobs = JOBS, pulse = PULSE }: JobOptions = {},
): Promise<JobQueue> {
  const stop = new AbortController();
  const input = { deps, databaseUrl, jobs, pulse, stop: stop.signal };
  let runner = await startRunner(input);
  const kept = (async () => {
    for (;;) {
      await runner.ended.catch((error: unknown) => deps.log.warn({ err: error }, "the job queue failed"));
      await runner.end();
      const next = await startAgain(input, runner);
      if (next === null) return;
      runner = next;
    }
  })();
  return {
    close: async () => {
      stop.abort();
      await runner.end();
      await kept;
      await runner.release().catch((error: unknown) => {
        deps.log.warn({ err: error }, "what the job queue held is given back when its time runs out");
      });
    },
  };
}

/** The queue's runner ends when the database was away for long: a new one, once there is a database; null when told to stop. */
async function startAgain(input: RunnerInput, former: RunningJobs): Promise<RunningJobs | null> {
  const { deps, stop } = input;
  while (!stop.aborted) {
    await pause(RESTART_PAUSE_MS, undefined, { signal: stop }).catch(() => {});
    if (stop.aborted) break;
    deps.log.warn("the job queue ended; it starts again");
    try {
      await former.release();
      const runner = await startRunner(input);
      if (!stop.aborted) return runner;
      await runner.end();
    } catch (error) {
      deps.log.warn({ err: error }, "the job queue could not start yet");
    }
  }
  return null;
}
