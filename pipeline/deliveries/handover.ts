import { LRUCache } from "lru-cache";
import type { LogRange } from "../../events/log/port.ts";
import type { DeliveryFactRow, FailureFactRow } from "../../warehouse/tables.ts";
import type { FoldEvent } from "../fold/types.ts";

/** A delivery as its last fold left it: its facts, its failures that stand, its live events in order of time. */
export interface FoldedDeliveryFacts {
  readonly facts: DeliveryFactRow | undefined;
  readonly open: readonly FailureFactRow[];
  readonly events: readonly FoldEvent[];
}

/** What folds hand to the analysis that follows, by `deliveryKey`, so that it need not read the same again. */
export interface Handover {
  put(key: string, folded: FoldedDeliveryFacts): void;
  /** What was put last, once: after an analysis the facts are no longer those of the fold. */
  take(key: string): FoldedDeliveryFacts | undefined;
}

/** The handover of the range's owner. */
export type HandoverOf = (range: LogRange) => Handover | undefined;

/** Events that are kept for one partition number; of what is beyond, the analysis reads the oldest itself. */
const MOST_EVENTS = 20_000;

/**
 * Gives each owner of a partition number a handover of its own: facts are written by the owner alone, so what it folded
 * holds until it folds or analyses the delivery again. `owner` is the signal that aborts when the partition is lost;
 * who gets it again begins with nothing.
 */
export function createHandovers(): (owner: AbortSignal) => Handover {
  const byOwner = new WeakMap<AbortSignal, Handover>();
  return (owner) => {
    const known = byOwner.get(owner) ?? createHandover();
    byOwner.set(owner, known);
    return known;
  };
}

function createHandover(): Handover {
  const kept = new LRUCache<string, FoldedDeliveryFacts>({
    maxSize: MOST_EVENTS,
    sizeCalculation: ({ events }) => events.length + 1,
  });
  return {
    put: (key, folded) => {
      // One that is too large is not kept, and must not leave an older one behind.
      kept.delete(key);
      kept.set(key, folded);
    },
    take: (key) => {
      const folded = kept.get(key);
      kept.delete(key);
      return folded;
    },
  };
}
