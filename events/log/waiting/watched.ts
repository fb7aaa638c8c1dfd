import type { Logger } from "pino";
import type { Database } from "../../../tenancy/database.ts";
import { describeError } from "../../../tenancy/describeError.ts";
import type { LogRange, SubscribeOptions } from "../port.ts";
import { noteWaiting, type Waiting } from "./noteWaiting.ts";

export interface WatchDeps {
  readonly db: Database;
  readonly log: Logger;
  /** After how long a try that has not ended is told of, ms (10 s). */
  readonly slowMs?: number;
}

/**
 * The same subscription, but a range that fails or does not end is told of: in the log, and to operators by
 * `readWaiting`. Handling and order stay as they are; a note that cannot be written holds nothing up.
 */
export function watched(
  { db, log, slowMs = 10_000 }: WatchDeps,
  options: SubscribeOptions,
): SubscribeOptions {
  const { group } = options;
  const note = (waiting: Omit<Waiting, "group">) => {
    noteWaiting(db, { group, ...waiting }).catch((error: unknown) =>
      log.warn({ err: error, group }, "a waiting range could not be noted"),
    );
  };
  return {
    ...options,
    onRange: async (range, lost, endAt) => {
      const slow = setTimeout(() => {
        log.warn({ ...placeOf(group, range), slowMs }, "handling a range takes long");
        note({ range, error: null, pauseMs: null });
      }, slowMs);
      try {
        await options.onRange(range, lost, endAt);
      } finally {
        clearTimeout(slow);
      }
    },
    onRetry: (range, error, pauseMs) => {
      log.warn({ err: error, ...placeOf(group, range), pauseMs }, "range waits and is tried again");
      note({ range, error: describeError(error), pauseMs });
      options.onRetry?.(range, error, pauseMs);
    },
  };
}

function placeOf(group: string, { topic, partition, first, last }: LogRange) {
  return { group, topic, partition, first, last };
}
