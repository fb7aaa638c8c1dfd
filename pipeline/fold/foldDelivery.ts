import { foldAttempts } from "./attempts.ts";
import { foldFailures } from "./failures.ts";
import { byTime } from "./order.ts";
import { listPromises, promiseInForce } from "./promise.ts";
import { foldRefs } from "./refs.ts";
import { foldOrderedAt, foldStages } from "./stages.ts";
import { foldState } from "./state.ts";
import type { FoldEvent, FoldedDelivery } from "./types.ts";

export interface FoldOptions {
  /** The tenant's grace before an undelivered promise is a failure, ms. */
  readonly lateGraceMs: number;
  /** The tenant's clock, epoch ms. */
  readonly clock: number;
}

/**
 * Folds the live events of one delivery (see `liveEvents`) into its state and failures; null when none is
 * live. The order of `live` does not matter. Times are epoch ms.
 */
export function foldDelivery(
  deliveryId: string,
  live: readonly FoldEvent[],
  options: FoldOptions,
): FoldedDelivery | null {
  const events = live.toSorted(byTime);
  const [first] = events;
  const last = events.at(-1);
  if (!first || !last) return null;
  const state = foldState(events);
  const attempts = foldAttempts(events);
  const promisedBy = promiseInForce(listPromises(events), state.deliveredAt);
  return {
    deliveryId,
    state: state.state,
    refs: foldRefs(events),
    orderedAt: foldOrderedAt(events),
    promisedBy,
    deliveredAt: state.deliveredAt,
    outcome: state.outcome,
    attempts: attempts.length + (state.deliveredAt === null ? 0 : 1),
    failedAttempts: attempts.length,
    stages: foldStages(events),
    firstEventAt: first.at,
    lastEventAt: last.at,
    failures: foldFailures({ events, attempts, state, promisedBy, ...options }),
    lateCheckAt: lateCheckAt(promisedBy, state.closed, options),
  };
}

/** When an open promise becomes a failure; null once it is settled or has become one. */
function lateCheckAt(promisedBy: number | null, closed: boolean, options: FoldOptions): number | null {
  if (promisedBy === null || closed) return null;
  const at = promisedBy + options.lateGraceMs;
  return options.clock < at ? at : null;
}
