import type { EventLog, LogAppend } from "../../../events/log/port.ts";

/** A log in the comparison. */
export interface Contender {
  readonly name: string;
  /** Resolves when all records are durable; throws when one is not. */
  append(records: readonly LogAppend[]): Promise<void>;
  /** Reads what was appended from the beginning, to `most` records or as many as there are. */
  consume(most: number): Promise<Consumed>;
  close(): Promise<void>;
}

export interface Consumed {
  readonly records: number;
  /** From the first record to the last. */
  readonly ms: number;
}

/** Counts records as they come; `done` resolves with the figures when there were `want`. */
export function countTo(want: number) {
  const { promise, resolve } = Promise.withResolvers<Consumed>();
  let records = 0;
  let startedAt: number | null = null;
  return {
    done: promise,
    saw(count: number) {
      startedAt ??= performance.now();
      records += count;
      if (records >= want) resolve({ records, ms: performance.now() - startedAt });
    },
  };
}

/** One of our own logs, through the port. */
export function ofEventLog(name: string, log: EventLog): Contender {
  return {
    name,
    async append(records) {
      for (const outcome of await log.append(records)) if (!outcome.ok) throw new Error(outcome.reason);
    },
    async consume(most) {
      const ends = await log.endOffsets(["results"]);
      const counter = countTo(
        Math.min(
          most,
          ends.reduce((sum, { offset }) => sum + offset, 0),
        ),
      );
      const subscription = await log.subscribe({
        group: "bench",
        topics: ["results"],
        maxRecords: 2_000,
        onRange: async ({ records }) => counter.saw(records.length),
      });
      const consumed = await counter.done;
      await subscription.close();
      return consumed;
    },
    close: () => log.close(),
  };
}
