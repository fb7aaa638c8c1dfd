import { setTimeout as delay } from "node:timers/promises";
import type { Logger } from "pino";
import { isTransient } from "../warehouse/errors.ts";

const PATIENCE_MS = 120_000;
const PAUSE_MS = 250;

/** PostgreSQL: starting, shutting down, or the connection went away. */
const AWAY: ReadonlySet<unknown> = new Set([
  "57P01",
  "57P02",
  "57P03",
  "CONNECTION_CLOSED",
  "CONNECTION_ENDED",
]);

/**
 * Does what a start needs of a store, again while the store is away: it may just be coming back from a crash.
 * `work` must be safe to repeat. Throws its error when that is of another kind or two minutes have passed.
 */
export async function awaitStore<T>(
  log: Logger,
  work: () => Promise<T>,
  patienceMs: number = PATIENCE_MS,
): Promise<T> {
  const until = Date.now() + patienceMs;
  for (let told = false; ; told = true) {
    try {
      return await work();
    } catch (error) {
      if (!isAway(error) || Date.now() > until) throw error;
      if (!told) log.warn({ err: error }, "a store is away; waiting for it");
      await delay(PAUSE_MS);
    }
  }
}

function isAway(error: unknown): boolean {
  return isTransient(error) || AWAY.has((error as { code?: unknown } | null)?.code);
}
