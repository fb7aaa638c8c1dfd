import { setTimeout as pause } from "node:timers/promises";
import type { Logger } from "pino";
import type { Database } from "../../tenancy/database.ts";
import type { Outcome } from "./attempt.ts";
import { settleOutcomes } from "./settle.ts";

/** Writes outcomes in groups: those that come while one group is being written make up the next. */
export interface Settler {
  /** Resolves when the outcome is written or given up. */
  add(outcome: Outcome): Promise<void>;
}

const MAX_GROUP = 500;
const PAUSES_MS = [100, 500, 2_000, 5_000];

export function createSettler({ db, log }: { readonly db: Database; readonly log: Logger }): Settler {
  let waiting: { outcome: Outcome; done: () => void }[] = [];
  let running = false;
  const drain = async (): Promise<void> => {
    running = true;
    while (waiting.length > 0) {
      const group = waiting.slice(0, MAX_GROUP);
      waiting = waiting.slice(MAX_GROUP);
      await settlePersistently(
        db,
        log,
        group.map(({ outcome }) => outcome),
      );
      for (const { done } of group) done();
    }
    running = false;
  };
  return {
    add: (outcome) =>
      new Promise((done) => {
        waiting.push({ outcome, done });
        if (!running) void drain();
      }),
  };
}

/** Tries for about as long as a lease lasts. After that the attempt is made again, as if this process had died. */
async function settlePersistently(db: Database, log: Logger, outcomes: readonly Outcome[]): Promise<void> {
  for (const pauseMs of [...PAUSES_MS, null]) {
    try {
      await settleOutcomes(db, outcomes);
      return;
    } catch (error) {
      log.error({ err: error, outcomes: outcomes.length, pauseMs }, "webhook outcomes could not be written");
      if (pauseMs !== null) await pause(pauseMs);
    }
  }
}
