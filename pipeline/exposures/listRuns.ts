import type { ExposureGroup } from "../../analysis/fit/types.ts";
import type { FailureFacts } from "../../analysis/types.ts";
import { foldAttempts } from "../fold/attempts.ts";
import { foldDelivery } from "../fold/foldDelivery.ts";
import { refsInForce } from "../fold/refs.ts";
import type { FoldEvent, FoldedDelivery } from "../fold/types.ts";

/** A run to the recipient, or a promise, whatever came of it: looked at as a failure would be, at the same anchor. */
export interface Run {
  readonly group: ExposureGroup;
  /** From 1; null for a promise. */
  readonly attempt: number | null;
  readonly failed: boolean;
  /** The departure, or the moment promised, epoch ms. */
  readonly anchor: number;
  readonly failure: FailureFacts;
}

/**
 * The runs of a delivery that have ended, and its promise once it was kept or broken. A run whose departure nobody told
 * of is anchored at its end. `events` are live and in order.
 */
export function listRuns(deliveryId: string, events: readonly FoldEvent[]): readonly Run[] {
  const folded = foldDelivery(deliveryId, events, { lateGraceMs: 0, clock: 0 });
  if (!folded) return [];
  const { orderedAt, promisedBy, deliveredAt } = folded;
  const toRun = (
    group: ExposureGroup,
    attempt: number | null,
    failed: boolean,
    anchor: number,
    end: number,
  ): Run => ({
    ...{ group, attempt, failed, anchor },
    failure: {
      failureId: "",
      kind: group === "attempt" ? "attempt_failed" : "late",
      deliveryId,
      attempt,
      occurredAt: anchor,
      refs: { ...folded.refs, ...refsInForce(events, end, null) },
      recordedReason: null,
      ...{ orderedAt, promisedBy, deliveredAt: null },
      outForDeliveryAt: group === "attempt" ? anchor : null,
      earlier: [],
    },
  });
  const failed = foldAttempts(events).map(({ number, outForDeliveryAt, occurredAt }) =>
    toRun("attempt", number, true, outForDeliveryAt ?? occurredAt, occurredAt),
  );
  const promise = outcomeOf(folded).map((broken) =>
    toRun("promise", null, broken, promisedBy ?? 0, promisedBy ?? 0),
  );
  if (deliveredAt === null) return [...failed, ...promise];
  const departed = events.findLast(
    ({ type, at }) => type === "shipment.out_for_delivery" && at <= deliveredAt,
  );
  const last = toRun("attempt", failed.length + 1, false, departed?.at ?? deliveredAt, deliveredAt);
  return [...failed, last, ...promise];
}

/** Whether the promise was broken; nothing while that is open: what is still on its way may come in time. */
function outcomeOf({ promisedBy, deliveredAt, lastEventAt, state }: FoldedDelivery): readonly boolean[] {
  if (promisedBy === null || state === "cancelled") return [];
  if (deliveredAt !== null) return [deliveredAt > promisedBy];
  return lastEventAt > promisedBy ? [true] : [];
}
