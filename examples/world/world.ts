/**
 * The sample world: a synthetic delivery network for the demo. Everything in it is invented, people included. It shares
 * no code and no numbers with the analysis, and says nothing about how accurate the analysis is anywhere.
 */
import { createCircumstances } from "./circumstances.ts";
import { DAY } from "./clock.ts";
import { tellDay } from "./feeds.ts";
import { liveThrough } from "./journey.ts";
import { mastersOf } from "./masters.ts";
import { createNetwork } from "./network.ts";
import type { Sent, World } from "./types.ts";

export type { Sent, World, WorldEvent } from "./types.ts";

const DELIVERIES_PER_DAY = 600;

/** Days after its order for which a delivery can be told of; what would come later is left out. */
const LONGEST_STORY = 9;

export interface WorldOptions {
  readonly seed: number;
  readonly deliveriesPerDay?: number;
  /** Epoch ms; deliveries ordered on earlier days are left out, so that none is told of without its beginning. */
  readonly since?: number;
}

/** A world that is the same for the same options. Pure: it reads no clock and does nothing but compute. */
export function createWorld(options: WorldOptions): World {
  const { seed, deliveriesPerDay = DELIVERIES_PER_DAY, since = 0 } = options;
  const firstDay = Math.floor(since / DAY);
  const network = createNetwork(seed);
  const facts = createCircumstances(seed, network);
  const makeDay = (day: number): readonly Sent[] => {
    const [start, end] = [day * DAY, (day + LONGEST_STORY) * DAY];
    const deliveries = Array.from(
      { length: day < firstDay ? 0 : deliveriesPerDay },
      (_, n) => liveThrough(seed, network, facts, day, n).sent,
    );
    return [...deliveries.flat(), ...tellDay(seed, network, facts, day)].filter(
      ({ sentAt }) => sentAt >= start && sentAt < end,
    );
  };
  return {
    masters: () => mastersOf(network),
    eventsBetween: createStream(makeDay),
    planted: (from, to) => facts.episodes.within(from, to),
  };
}

/** Where a reader stopped: all before `at` was given, days before `day` are made, `pending` is still to come. */
interface Position {
  readonly at: number;
  readonly day: number;
  readonly pending: readonly Sent[];
}

/** Reads on from where the last interval ended without making its days again; any other start makes them anew. */
function createStream(makeDay: (day: number) => readonly Sent[]): World["eventsBetween"] {
  let last: Position | null = null;
  return function* (from, to) {
    const start = last?.at === from ? last : positionAt(from);
    let pending = start.pending;
    let day = start.day;
    for (let at = from; at < to; ) {
      while (day * DAY <= at) {
        pending = [...pending, ...makeDay(day).filter(({ sentAt }) => sentAt >= at)].sort(inOrder);
        day += 1;
      }
      const until = Math.min(to, day * DAY);
      const next = firstFrom(pending, until);
      yield* pending.slice(0, next);
      pending = pending.slice(next);
      at = until;
    }
    last = { at: to, day, pending };
  };
}

function positionAt(from: number): Position {
  return { at: from, day: Math.floor(from / DAY) - LONGEST_STORY, pending: [] };
}

function inOrder(a: Sent, b: Sent): number {
  return a.sentAt - b.sentAt || (a.event.id < b.event.id ? -1 : a.event.id > b.event.id ? 1 : 0);
}

/** Index of the first event that is sent at or after the time. */
function firstFrom(sorted: readonly Sent[], at: number): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle]?.sentAt ?? Number.POSITIVE_INFINITY) < at) low = middle + 1;
    else high = middle;
  }
  return low;
}
