import { setTimeout as pause } from "node:timers/promises";
import type { Logger } from "pino";
import type { EmbeddedStore } from "./postgres.ts";

export interface KeptStore {
  readonly url: string;
  stop(): Promise<void>;
}

const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 10_000;
/** Having run for so long, a store's end is a new fault and not the old one again. */
const STEADY_MS = 60_000;

/** Starts a store and starts it again whenever it ends unasked, visibly, with growing pauses, on the same address. */
export async function keepRunning(
  name: string,
  start: () => Promise<EmbeddedStore>,
  log: Logger,
): Promise<KeptStore> {
  let store = await start();
  let stopping = false;
  const { url } = store;
  const watch = async () => {
    let wait = FIRST_PAUSE_MS;
    while (!stopping) {
      const since = Date.now();
      const code = await store.exited;
      if (stopping) return;
      if (Date.now() - since > STEADY_MS) wait = FIRST_PAUSE_MS;
      log.error({ store: name, code, restartInMs: wait }, `${name} ended by itself and is started again`);
      await pause(wait);
      wait = Math.min(wait * 2, LONGEST_PAUSE_MS);
      try {
        store = await start();
        if (stopping) await store.stop();
        if (store.url !== url)
          log.error({ store: name }, `${name} came back on another address: restart the process`);
      } catch (error) {
        log.error({ store: name, err: error }, `${name} did not start again`);
      }
    }
  };
  void watch();
  return {
    url,
    stop: async () => {
      stopping = true;
      await store.stop();
    },
  };
}
