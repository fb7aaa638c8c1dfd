import { setTimeout as pause } from "node:timers/promises";
import type { Client } from "../../tests/harness/client.ts";
import { waitFor } from "../../tests/harness/waitFor.ts";
import { readOpenFailures, readWorldState, type WorldState } from "./worldState.ts";

const HOUR_MS = 3_600_000;
const GRACE_MS = 24 * HOUR_MS;
/** So many that each partition of the log has one, all but surely. */
const MARKERS = 24;
const READ_EVERY_MS = 1_000;

/**
 * Orders that nobody delivers and whose promise runs out shortly before `end` (epoch ms): they are late only when
 * the sweep of the end has come by, and tell by it that it has.
 */
export function markersOf(end: number): string[] {
  const promised_by = new Date(end - GRACE_MS - HOUR_MS).toISOString();
  const at = new Date(end - 30 * GRACE_MS).toISOString();
  return Array.from({ length: MARKERS }, (_, n) =>
    JSON.stringify({
      id: `marker-${n}`,
      source: "marker",
      type: "order.created",
      occurred_at: at,
      order_id: `marker-${n}`,
      data: { promised_by },
    }),
  );
}

/** Waits until each of these batches is settled. @throws naming those that are not within `timeoutMs`. */
export async function awaitBatches(
  client: () => Client,
  ids: readonly string[],
  timeoutMs: number,
): Promise<void> {
  const until = Date.now() + timeoutMs;
  for (const id of ids) {
    const path = `/v1/ingest-batches/${id}`;
    const isSettled = async () => (await client().get<{ state: string }>(path)).state === "settled";
    await waitFor(isSettled, { timeoutMs: Math.max(0, until - Date.now()), intervalMs: 100 }).catch(
      (error: unknown) => {
        throw new Error(`batch ${id} is not settled`, { cause: error });
      },
    );
  }
}

/** Moves the clock to `end` and reads until the markers are late, all analyses are final and no failure changes. */
export async function settleWorld(client: Client, end: number, timeoutMs: number): Promise<WorldState> {
  await client.post("/v1/test-clock/advance", { to: new Date(end).toISOString() });
  const until = Date.now() + timeoutMs;
  let before = "";
  while (Date.now() < until) {
    const { failures, pending } = await readOpenFailures(client);
    const text = JSON.stringify(failures);
    if (pending === 0 && text === before && hasMarkers(failures)) {
      const world = await readWorldState(client);
      if (world.pending === 0 && JSON.stringify(world.failures) === text) return world;
    }
    before = text;
    await pause(READ_EVERY_MS);
  }
  throw new Error(`after ${timeoutMs} ms something still changes or is not final`);
}

function hasMarkers(failures: WorldState["failures"]): boolean {
  return Array.from({ length: MARKERS }, (_, n) => `marker-${n} late`).every((key) => key in failures);
}
