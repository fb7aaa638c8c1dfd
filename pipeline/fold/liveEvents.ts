import { correctionChains } from "./correctionChains.ts";
import { byTime, identityKey } from "./order.ts";
import type { Correction, FoldEvent } from "./types.ts";

export const RETRACTED = "event.retracted";

/** The correction that an event makes, or null for an event that corrects nothing. */
export function toCorrection(event: FoldEvent): Correction | null {
  if (event.corrects === null) return null;
  const { source, id, corrects, at } = event;
  return { source, id, corrects, at, retraction: event.type === RETRACTED };
}

/**
 * The live events of one delivery, each identity once, ordered by (time, source, id).
 *
 * `corrections` are all that reach the events (see `nextLookups`), of whatever delivery; those among
 * `events` need not be repeated. Every look-up stays within one source. An event is live when
 * - it is no retraction;
 * - nothing in force targets it: a correction in force stands in its place, a retraction in force removes it;
 * - it is the one that stands where it points: of several corrections of one target the greatest (time, id).
 *
 * A correction that is itself corrected keeps its target displaced, so a chain resolves to its last link;
 * this holds for a corrected retraction too. A correction or retraction that is retracted, and that nothing
 * stands for, has no effect: its target is live again. A retraction of the target alone leaves a correction
 * of it standing (the sender withdrew the old and gave the new). A correction whose target is not there is
 * an ordinary event, and so are the members of a cycle.
 */
export function liveEvents(
  events: readonly FoldEvent[],
  corrections: readonly Correction[],
): readonly FoldEvent[] {
  const distinct = distinctEvents(events);
  const own = distinct.map(toCorrection).filter((made) => made !== null);
  const chains = correctionChains([...own, ...corrections]);
  return distinct
    .filter((event) => event.type !== RETRACTED && chains.isLive(identityKey(event.source, event.id)))
    .sort(byTime);
}

/** Repeats share identity and content; the one known first is kept, whichever was read first. */
function distinctEvents(events: readonly FoldEvent[]): FoldEvent[] {
  const kept = new Map<string, FoldEvent>();
  for (const event of events) {
    const key = identityKey(event.source, event.id);
    const other = kept.get(key);
    if (!other || event.knownAt < other.knownAt) kept.set(key, event);
  }
  return [...kept.values()];
}
