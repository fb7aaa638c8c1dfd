import type { Dfras } from "../../sdk/typescript/src/index.ts";
import type { World } from "../world/world.ts";

const EVERY_MS = 1_000;
/** What the world did while the demo did not run is made up for, this much of it at most. */
const MOST_MADE_UP_MS = 7 * 86_400_000;

export interface Live {
  readonly client: Dfras;
  readonly world: World;
  /** Epoch ms. */
  readonly from: number;
  readonly signal: AbortSignal;
  /** Called when all events up to `until` (epoch ms) have been taken. */
  onSent(until: number): void;
  onTrouble(error: unknown): void;
}

/** Sends the world's events as they happen, until told to stop. Their ids are fixed, so sending one again does no harm. */
export async function sendLive({ client, world, signal, onSent, onTrouble, ...live }: Live): Promise<void> {
  let from = Math.max(live.from, Date.now() - MOST_MADE_UP_MS);
  while (!signal.aborted) {
    const to = Date.now();
    try {
      for await (const _ of client.events.sendMany(eventsOf(world, from, to), { signal })) {
        if (signal.aborted) return;
      }
      from = to;
      onSent(to);
    } catch (error) {
      if (!signal.aborted) onTrouble(error);
    }
    await pause(EVERY_MS, signal);
  }
}

function* eventsOf(world: World, from: number, to: number) {
  for (const { event } of world.eventsBetween(from, to)) yield event;
}

/** Resolves after the time, or at once when told to stop. */
export function pause(ms: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer);
      signal.removeEventListener("abort", end);
      resolve();
    };
    const timer = setTimeout(end, ms);
    signal.addEventListener("abort", end);
  });
}
