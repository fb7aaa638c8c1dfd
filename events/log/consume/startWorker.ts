import { type ConsumeDeps, consumePartition } from "./consumePartition.ts";
import { type Bell, createBell } from "./signal.ts";

/** One partition number's consumption, running. */
export interface Worker {
  /** Rung when the partition may have grown. */
  readonly bell: Bell;
  /** Resolves when it has ended, for whatever reason. */
  readonly done: Promise<void>;
  /** Lets it finish and commit what it has in hand. */
  stop(): void;
  /** The partition is lost: what is in hand no longer counts. */
  abandon(): void;
}

/** Starts consuming a partition number that this member owns. */
export function startWorker(deps: Omit<ConsumeDeps, "bell">, partition: number): Worker {
  const bell = createBell();
  const stop = new AbortController();
  const lost = new AbortController();
  const signals = { stop: stop.signal, lost: lost.signal };
  return {
    bell,
    done: consumePartition({ ...deps, bell }, partition, signals).catch(deps.onError),
    stop: () => stop.abort(),
    abandon() {
      lost.abort();
      stop.abort();
    },
  };
}
