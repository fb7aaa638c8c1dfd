import type { FileStore } from "../../events/imports/ports.ts";
import type { PipelineDeps } from "../ports.ts";

/** When a job runs: so many seconds after its last run ended, or by a crontab line, in UTC, to the minute. */
export type Schedule = { readonly everySeconds: number } | { readonly cron: string };

/** What scheduled work is given. */
export interface JobDeps extends PipelineDeps {
  readonly importFiles: FileStore;
}

/** Work that runs by a schedule, in one process at a time, whichever is free. It must be safe to repeat. */
export interface Job {
  /** Names it in the queue, in runs and in the API; never changed. */
  readonly name: string;
  /** For operators: what it does, and what it means when it fails. */
  readonly description: string;
  readonly schedule: Schedule;
  /** Attempts of one tick, with growing pauses (3 s, 7 s, 20 s, 55 s, 2.5 min, ...); then the next tick begins anew. */
  readonly maxAttempts: number;
  /** Rejects to be tried again. `signal` aborts when the process stops, or when others may have taken over. */
  readonly run: (deps: JobDeps, signal: AbortSignal) => Promise<unknown>;
}
