import { setTimeout as pause } from "node:timers/promises";
import { type EventLog, RAW_TOPICS, type Topic } from "../../events/log/port.ts";
import { ANALYSE_GROUP, ANALYSE_TOPICS, STORE_GROUP } from "../sweep/awaitSettled.ts";

/** Lets imports send only while the pipeline is close behind, so that live events do not queue behind them. */
export interface Gate {
  /** Resolves when there is room; `onWait` is told once when there is none yet. */
  pass(signal: AbortSignal, onWait: () => Promise<void>): Promise<void>;
}

/**
 * Records that may wait: to be stored, what takes about a second, and some to keep that busy; to be folded, more, since
 * a delivery that several of them tell of is folded once.
 */
const MAX_STORE_LAG = 20_000;
const MAX_ANALYSE_LAG = 40_000;
/** How old a reading may be. */
const FRESH_MS = 200;

export function createGate(eventLog: Pick<EventLog, "lag">): Gate {
  let readAt = Number.NEGATIVE_INFINITY;
  let open: Promise<boolean> = Promise.resolve(true);
  const isOpen = () => {
    if (performance.now() - readAt > FRESH_MS) {
      readAt = performance.now();
      open = readOpen(eventLog);
    }
    return open;
  };
  return {
    async pass(signal, onWait) {
      for (let told = false; !(await isOpen()); told = true) {
        if (!told) await onWait();
        await pause(FRESH_MS, undefined, { signal });
      }
      signal.throwIfAborted();
    },
  };
}

async function readOpen(eventLog: Pick<EventLog, "lag">): Promise<boolean> {
  const [store, analyse] = await Promise.all([
    lagOf(eventLog, STORE_GROUP, RAW_TOPICS),
    lagOf(eventLog, ANALYSE_GROUP, ANALYSE_TOPICS),
  ]);
  return store <= MAX_STORE_LAG && analyse <= MAX_ANALYSE_LAG;
}

async function lagOf(
  eventLog: Pick<EventLog, "lag">,
  group: string,
  topics: readonly Topic[],
): Promise<number> {
  const lags = await eventLog.lag(group, topics);
  return lags.reduce((sum, { end, committed }) => sum + Math.max(0, end - committed), 0);
}
