import { EventEmitter } from "node:events";
import { hostname } from "node:os";
import {
  Logger as JobLogger,
  type Runner,
  run,
  type Task,
  type TaskList,
  type WorkerEvents,
} from "graphile-worker";
import type { Logger } from "pino";
import { type Heartbeat, type HeartbeatInput, type Pulse, startHeartbeat } from "./heartbeat.ts";
import type { Job, JobDeps } from "./job.ts";
import { recoverJobs, releaseWorker } from "./recoverJobs.ts";
import { runJob } from "./runJob.ts";
import { addMissing, addNextTick, crontabOf } from "./schedule.ts";

export interface RunnerInput {
  readonly deps: JobDeps;
  readonly databaseUrl: string;
  readonly jobs: readonly Job[];
  readonly pulse: Pulse;
  readonly stop: AbortSignal;
}

/** One life of the queue's runner in this process; each has a name of its own in the queue. */
export interface RunningJobs {
  /** Settles when the runner has ended, told to or not. */
  readonly ended: Promise<void>;
  /** Ends it, and lets the jobs in hand end. Never rejects. */
  end(): Promise<void>;
  /**
   * Once it has ended: gives back at once what others would take when it had been silent for long enough; nothing while
   * a job in hand hangs, which they must not run beside it. @throws when the database is away.
   */
  release(): Promise<void>;
}

const CONCURRENCY = 3;

/** @throws when the database is away. */
export async function startRunner(input: RunnerInput): Promise<RunningJobs> {
  const { deps, databaseUrl, jobs } = input;
  const events: WorkerEvents = new EventEmitter();
  const life: Life = {
    process: `${hostname()}:${process.pid}`,
    workerId: null,
    heartbeat: null,
    held: new Set(),
  };
  events.once("pool:create", ({ workerPool }) => {
    life.workerId = workerPool.id;
    life.heartbeat = startHeartbeat(heartbeatOf(input, life.process, workerPool.id));
  });
  const runner = await run({
    connectionString: asSystem(databaseUrl),
    concurrency: CONCURRENCY,
    pollInterval: 500,
    noHandleSignals: true,
    noPreparedStatements: true,
    // Told one by one, the end of a job is told to nobody who would hear that it failed, and the process ends with it.
    preset: { worker: { completeJobBatchDelay: 0, failJobBatchDelay: 0 } },
    crontab: crontabOf(jobs),
    logger: jobLogger(deps.log),
    events,
    taskList: taskListOf(input, life),
    forbiddenFlags: () => beforeTaking(life),
  });
  return {
    ended: runner.promise,
    end: () => endRunner(deps, runner, life),
    release: async () => {
      if (life.held.size === 0 && life.workerId !== null) await releaseWorker(deps.db, life.workerId);
    },
  };
}

interface Life {
  readonly process: string;
  workerId: string | null;
  heartbeat: Heartbeat | null;
  /** Of the jobs in hand: aborted once others may have taken over. */
  readonly held: Set<AbortSignal>;
}

function heartbeatOf({ deps, jobs, pulse }: RunnerInput, named: string, workerId: string): HeartbeatInput {
  const { db, log } = deps;
  const onBeat = async () => {
    const dead = await recoverJobs(db, pulse.deadAfterMs);
    if (dead.length > 0) log.warn({ dead, by: workerId }, "jobs of dead processes go on elsewhere");
    await addMissing(db, jobs);
  };
  return { db, log, workerId, process: named, pulse, onBeat };
}

function taskListOf({ deps, jobs, stop }: RunnerInput, life: Life): TaskList {
  const taskOf = (job: Job): Task => {
    return async (_payload, { job: row, addJob }) => {
      const held = (await life.heartbeat?.hold()) ?? stop;
      life.held.add(held);
      try {
        await runJob(deps, job, { process: life.process, row, signal: AbortSignal.any([stop, held]) });
      } finally {
        life.held.delete(held);
      }
      await addNextTick(job, addJob);
    };
  };
  return Object.fromEntries(jobs.map((job) => [job.name, taskOf(job)]));
}

/**
 * Asked by the queue before it takes a job. Rejects, so that none is taken, while others cannot hear this process, or
 * while a job that they may have taken over has not ended here: it must not run twice at once.
 */
async function beforeTaking({ heartbeat, held }: Life): Promise<null> {
  if ([...held].some(({ aborted }) => aborted))
    throw new Error("a job that others may have taken over has not ended");
  await heartbeat?.hold();
  return null;
}

async function endRunner({ log }: JobDeps, runner: Runner, { heartbeat }: Life): Promise<void> {
  // Refuses when it has ended by itself just before.
  await runner.stop().catch((error: unknown) => log.debug({ err: error }, "the job queue had ended"));
  await heartbeat?.stop();
}

/** The same server as the system role; the queue's driver takes it from the URL's options. */
function asSystem(databaseUrl: string): string {
  const url = new URL(databaseUrl);
  url.searchParams.set("options", "-c role=dfras_system");
  return url.href;
}

function jobLogger(log: Logger): JobLogger {
  return new JobLogger(() => (level, message, meta) => {
    if (level === "error") log.error({ meta }, message);
    else if (level === "warning") log.warn({ meta }, message);
    else log.trace({ meta }, message);
  });
}
