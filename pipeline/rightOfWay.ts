import { pause } from "../events/log/consume/signal.ts";
import type { LogRange } from "../events/log/port.ts";

/**
 * Storing is behind when what it takes up has waited so long and is so much. On a busy machine a few events may wait
 * as long too: to hold back the rest would not store them sooner.
 */
const BEHIND_MS = 1_000;
const BACKLOG = 250;
const BACKLOG_CHARACTERS = 500_000;
/** How long it counts as behind after such a range: the next is taken up within this when there is more. */
const REMEMBER_MS = 500;
/** What waits for storing goes on now and then, so that it never stands still. */
const LONGEST_WAIT_MS = 60_000;
const LOOK_MS = 50;

export interface RightOfWay {
  /** Does the work of storing a range; while it is late, others give way. */
  first<T>(range: Pick<LogRange, "records">, work: () => Promise<T>): Promise<T>;
  /** Resolves when storing is not behind, at the latest after a minute or when `signal` aborts. */
  giveWay(signal: AbortSignal): Promise<void>;
  /** Whether to go on now: storing is not behind, or it was waited for long enough, `heldMs`. */
  isFree(heldMs: number): boolean;
}

/**
 * Lets storing go first in this process: what was accepted is to be found in queries before what follows from it is
 * worked out, which is also cheaper when it is done later and for more events at once.
 */
export function createRightOfWay(now: () => number): RightOfWay {
  let late = 0;
  let behindUntil = 0;
  const isBehind = () => late > 0 || now() < behindUntil;
  return {
    async first({ records }, work) {
      const [oldest] = records;
      if (oldest === undefined || now() - oldest.appendedAt < BEHIND_MS || !isBacklog(records)) return work();
      late += 1;
      try {
        return await work();
      } finally {
        late -= 1;
        behindUntil = now() + REMEMBER_MS;
      }
    },
    async giveWay(signal) {
      const until = now() + LONGEST_WAIT_MS;
      while (isBehind() && now() < until && !signal.aborted) await pause(LOOK_MS, signal);
    },
    isFree: (heldMs) => !isBehind() || heldMs >= LONGEST_WAIT_MS,
  };
}

function isBacklog(records: LogRange["records"]): boolean {
  if (records.length >= BACKLOG) return true;
  return records.reduce((sum, { value }) => sum + value.length, 0) >= BACKLOG_CHARACTERS;
}
