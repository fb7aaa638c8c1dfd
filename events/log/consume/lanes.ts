import type { SubscribeOptions, Topic } from "../port.ts";
import type { ReadInput } from "./source.ts";

/** Ranges of the other topics that may go before one of the slow lane that waits. */
const BEFORE_SLOW = 3;
/** A range of the slow lane may be so many times its shortest as this fits into the time without a range of the others. */
const QUIET_STEP_MS = 100;
/** How soon to look again for a range of the slow lane that was held back. */
const HELD_LOOK_MS = 50;

type Lane = Pick<ReadInput, "prefer" | "maxRecords"> & { readonly among: readonly Topic[] };

/** Which topics of a subscription are read from next, and what is known of each lane. */
export interface Lanes {
  /** Where to look, in this order, for the next range. */
  inTurn(): readonly Lane[];
  /** Where to look for what goes along with a range: the slow lane's only when that may go on now. */
  along(): readonly Lane[];
  /** A range of the topic was handled in `ms`. */
  handled(topic: Topic, ms: number): void;
  /** How long the lane's last range took, ms. */
  tookMs(topic: Topic): number;
  /** Leaves the slow lane alone for so long, so that its next range grows. */
  restSlow(ms: number): void;
  /** How soon to look again when there was nothing, ms. */
  lookAgainMs(): number;
}

/** Without slow topics there is one lane. `now` counts milliseconds from anywhere. */
export function createLanes(
  {
    topics,
    slow,
    followUps,
    maxRecords,
  }: Pick<SubscribeOptions, "topics" | "slow" | "followUps" | "maxRecords">,
  now: () => number = () => performance.now(),
): Lanes {
  const isSlow = (topic: Topic) => slow?.topics.includes(topic) ?? false;
  const took = { slow: 0, usual: 0 };
  const isFollowUp = (topic: Topic) => followUps?.includes(topic) ?? false;
  const among = topics.filter((topic) => !isSlow(topic));
  /** Whether a follow-up goes next: not after another one, so that what they follow from has its turn too. */
  let follow = true;
  const preferring = () => (follow && followUps !== undefined ? { prefer: followUps } : {});
  let before = 0;
  let usualAt = Number.NEGATIVE_INFINITY;
  let heldSince: number | null = null;
  let restUntil = Number.NEGATIVE_INFINITY;
  const isHeld = () => {
    const held = slow?.ready?.(heldSince === null ? 0 : now() - heldSince) === false;
    heldSince = held ? (heldSince ?? now()) : null;
    return held;
  };
  /** The longer the others have been quiet, the less likely it is that one of theirs comes meanwhile. */
  const mostSlow = () => {
    const times = Math.max(1, (now() - usualAt) / QUIET_STEP_MS);
    return Math.min(maxRecords, Math.floor((slow?.maxRecords ?? maxRecords) * times));
  };
  return {
    along() {
      const usual: Lane = { among, maxRecords };
      if (slow === undefined || now() < restUntil || isHeld()) return [usual];
      return [usual, { among: slow.topics, maxRecords: mostSlow() }];
    },
    inTurn() {
      const usual: Lane = { among, maxRecords, ...preferring() };
      if (slow === undefined || slow.topics.length === 0) return [usual];
      if (now() < restUntil || isHeld()) return [usual];
      const last: Lane = { among: slow.topics, maxRecords: mostSlow(), ...preferring() };
      return before >= BEFORE_SLOW ? [last, usual] : [usual, last];
    },
    handled(topic, ms) {
      took[isSlow(topic) ? "slow" : "usual"] = ms;
      follow = !isFollowUp(topic);
      if (isSlow(topic)) before = 0;
      else {
        before += 1;
        usualAt = now();
      }
    },
    tookMs: (topic) => took[isSlow(topic) ? "slow" : "usual"],
    restSlow(ms) {
      restUntil = now() + ms;
    },
    lookAgainMs: () => {
      const rest = restUntil - now();
      if (rest > 0) return rest;
      return heldSince === null ? Number.POSITIVE_INFINITY : HELD_LOOK_MS;
    },
  };
}
