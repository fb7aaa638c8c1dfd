import { setTimeout as pause } from "node:timers/promises";
import { sql } from "drizzle-orm";
import type { Logger } from "pino";
import { type Database, withSystem } from "../../tenancy/database.ts";

/** How often a process says that it lives, and after what silence others take its jobs. */
export interface Pulse {
  readonly beatMs: number;
  readonly deadAfterMs: number;
}

export const PULSE: Pulse = { beatMs: 5_000, deadAfterMs: 30_000 };

export interface Heartbeat {
  /**
   * For a job just taken: aborts once others may think this process dead, and take the job over. Rejects when the
   * process has not been heard of for long, and the database does not hear it now.
   */
  hold(): Promise<AbortSignal>;
  stop(): Promise<void>;
}

export interface HeartbeatInput {
  readonly db: Database;
  readonly log: Logger;
  readonly workerId: string;
  readonly process: string;
  readonly pulse: Pulse;
  /** Done after each beat that was heard. */
  readonly onBeat: () => Promise<void>;
}

/** Says regularly that this process lives, until stopped. */
export function startHeartbeat(input: HeartbeatInput): Heartbeat {
  const { log, pulse } = input;
  const stop = new AbortController();
  let hold = newHold(pulse, performance.now());
  const renew = async () => {
    const begun = performance.now();
    await sayAlive(input);
    hold = hold.renew(begun);
  };
  const beat = async () => {
    await renew();
    await input.onBeat();
  };
  const running = (async () => {
    while (!stop.signal.aborted) {
      await beat().catch((error: unknown) => log.warn({ err: error }, "the job queue's heartbeat failed"));
      await pause(pulse.beatMs, undefined, { signal: stop.signal }).catch(() => {});
    }
    hold.end();
  })();
  return {
    async hold() {
      if (hold.signal().aborted) await renew();
      return hold.signal();
    },
    async stop() {
      stop.abort();
      await running;
    },
  };
}

async function sayAlive({ db, workerId, process }: HeartbeatInput): Promise<void> {
  await withSystem(db, "jobs: heartbeat", (tx) =>
    tx.execute(sql`
      INSERT INTO job_workers (id, process) VALUES (${workerId}, ${process})
      ON CONFLICT (id) DO UPDATE SET seen_at = now()`),
  );
}

interface Hold {
  signal(): AbortSignal;
  /** A hold that counts from `begunAt`: this one while it lasted, a new one once it had run out. */
  renew(begunAt: number): Hold;
  end(): void;
}

/** A hold ends a little before others may take over; by the clock, since a process that stands still runs no timers. */
function newHold(pulse: Pulse, begunAt: number): Hold {
  const lost = new AbortController();
  const lose = () => lost.abort(new Error("others may have taken this job over"));
  let endsAt = 0;
  let timer: NodeJS.Timeout | undefined;
  const extend = (begun: number) => {
    clearTimeout(timer);
    endsAt = begun + pulse.deadAfterMs * 0.8;
    timer = setTimeout(lose, Math.max(0, endsAt - performance.now())).unref();
  };
  extend(begunAt);
  const signal = () => {
    if (performance.now() > endsAt) lose();
    return lost.signal;
  };
  const hold: Hold = {
    signal,
    renew(begun) {
      if (signal().aborted) return newHold(pulse, begun);
      extend(begun);
      return hold;
    },
    end: () => clearTimeout(timer),
  };
  return hold;
}
