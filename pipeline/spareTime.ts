import { pause } from "../events/log/consume/signal.ts";
import type { Lost } from "./joinRanges.ts";

/** Times as long as it worked that background work rests while others work: a fifth of the time is its own. */
const REST = 4;
/** So long after the last of what others wait for all the time is spare. */
const QUIET_MS = 1_000;
const LONGEST_REST_MS = 2_000;
const LOOK_MS = 50;

export interface SpareTime {
  /** Does what others wait for. */
  busy<T>(work: () => Promise<T>): Promise<T>;
  /** Does what nobody waits for: one piece at a time, with rests between while others are busy. Rejects once it is lost. */
  use<T>(lost: Lost, work: () => Promise<T>): Promise<T>;
  /** From now on nothing rests: the process is about to end. */
  hurry(): void;
}

/** Keeps background work out of the way of what others wait for in this process. */
export function createSpareTime(now: () => number = () => performance.now()): SpareTime {
  let active = 0;
  let lastBusy = Number.NEGATIVE_INFINITY;
  let restUntil = Number.NEGATIVE_INFINITY;
  const ending = new AbortController();
  let before: Promise<unknown> = Promise.resolve();
  const isQuiet = () => active === 0 && now() - lastBusy >= QUIET_MS;
  const rested = async (lost: Lost) => {
    while (!ending.signal.aborted && !isQuiet() && now() < restUntil) {
      lost.throwIfAborted();
      await pause(LOOK_MS, ending.signal);
    }
  };
  return {
    async busy(work) {
      active += 1;
      try {
        return await work();
      } finally {
        active -= 1;
        lastBusy = now();
      }
    },
    use(lost, work) {
      const turn = before.then(async () => {
        await rested(lost);
        const begun = now();
        try {
          return await work();
        } finally {
          restUntil = now() + Math.min(LONGEST_REST_MS, REST * (now() - begun));
        }
      });
      before = turn.catch(() => {});
      return turn;
    },
    hurry() {
      ending.abort();
    },
  };
}
