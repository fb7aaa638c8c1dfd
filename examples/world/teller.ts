import { type Clock, HOUR, MINUTE, stamp } from "./clock.ts";
import type { Random } from "./random.ts";
import type { Sent, WorldEvent } from "./types.ts";

/** What an event says besides who, what and when. */
export type Body = Readonly<Record<string, unknown>>;

export interface Teller {
  /** An event that `source` sends of something at `at` (epoch ms); answers its id. */
  tell(source: string, type: string, at: number, body?: Body): string;
  /** The same where the scan was made: senders miss some. */
  perhaps(likely: number, source: string, type: string, at: number, body?: Body): void;
  readonly sent: readonly Sent[];
}

/** Least and most seconds from the happening to the sending, by the first letters of the source. */
const DELAYS: readonly (readonly [string, number, number])[] = [
  ["oms", 1, 6],
  ["wms", 5, 90],
  ["tms", 10, 240],
  ["telematics", 3, 40],
  ["crm", 30, 900],
];
const OTHER_DELAY: readonly [string, number, number] = ["", 20, 300];

/** Shares of the events that come hours late, and that come twice with the same identity. */
const LATE = 0.012;
const REPEATED = 0.008;

/** Collects the events of one subject; ids are `name-1`, `name-2`, ... */
export function createTeller(name: string, clock: Clock, random: Random, always: Body = {}): Teller {
  const sent: Sent[] = [];
  const tell = (source: string, type: string, when: number, body: Body = {}) => {
    const at = Math.floor(when / 1000) * 1000;
    const id = `${name}-${sent.length + 1}`;
    const event: WorldEvent = { id, source, type, occurred_at: stamp(clock, at), ...always, ...body };
    const [, least, most] = DELAYS.find(([start]) => source.startsWith(start)) ?? OTHER_DELAY;
    const late = random.chance(LATE) ? random.between(1, 14) * HOUR : 0;
    const sentAt = Math.floor(at + random.between(least, most) * 1000 + late);
    sent.push({ sentAt, event });
    if (random.chance(REPEATED))
      sent.push({ sentAt: sentAt + Math.floor(random.between(1, 180) * MINUTE), event });
    return id;
  };
  return {
    tell,
    perhaps: (likely, source, type, when, body) => {
      if (random.chance(likely)) tell(source, type, when, body);
    },
    sent,
  };
}
