import { setTimeout as delay } from "node:timers/promises";
import type { Logger } from "pino";
import type { EmbeddedStore } from "./postgres.ts";

export interface KeptStore {
  readonly url: string;
  stop(): Promise<void>;
}

const FIRST_PAUSE_MS = 200;
const LONGEST_PAUSE_MS = 30_000;
/** A store that ran this long starts again at the shortest pause. */
const STEADY_MS = 60_000;

/**
 * Starts a store and starts it again whenever it ends unasked, after a pause that grows.
 * `onStart` is told of each start. Rejects when the first start fails.
 */
export async function keepRunning(options: {
  name: string;
  start: () => Promise<EmbeddedStore>;
  onStart: (store: EmbeddedStore) => void;
  log: Logger;
}): Promise<KeptStore> {
  const { name, start, onStart, log } = options;
  const stopping = new AbortController();
  let store = await start();
  onStart(store);
  const { url } = store;

  const restart = async (firstPauseMs: number): Promise<void> => {
    for (let pauseMs = firstPauseMs; ; pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS)) {
      await delay(pauseMs, undefined, { signal: stopping.signal });
      try {
        const next = await start();
        if (next.url !== url)
          log.error({ store: name }, "the store is back at another address; start DFRAS again");
        store = next;
        onStart(store);
        log.info({ store: name, store_pid: store.pid }, "the store is back");
        return;
      } catch (error) {
        log.error({ store: name, err: error, pauseMs }, "the store does not start");
      }
    }
  };

  const watch = async () => {
    let pauseMs = FIRST_PAUSE_MS;
    for (;;) {
      const since = Date.now();
      const code = await store.exited;
      if (stopping.signal.aborted) return;
      pauseMs = Date.now() - since > STEADY_MS ? FIRST_PAUSE_MS : Math.min(pauseMs * 2, LONGEST_PAUSE_MS);
      log.error({ store: name, code, pauseMs }, "the store ended unasked; starting it again");
      await restart(pauseMs);
      if (stopping.signal.aborted) return;
    }
  };
  const watching = watch().catch((error: unknown) => {
    if (!stopping.signal.aborted) throw error;
  });

  return {
    url,
    stop: async () => {
      stopping.abort();
      await store.stop();
      await watching;
      await store.stop();
    },
  };
}
