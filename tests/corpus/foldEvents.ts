import { REFS, type Ref, type Refs } from "../../events/event.ts";
import { type FoldOptions, foldDelivery } from "../../pipeline/fold/foldDelivery.ts";
import { liveEvents, toCorrection } from "../../pipeline/fold/liveEvents.ts";
import { identityKey } from "../../pipeline/fold/order.ts";
import type { FoldEvent, FoldedDelivery } from "../../pipeline/fold/types.ts";

/** A canonical event as the API takes it. */
export type EventJson = Readonly<Record<string, unknown>> & {
  readonly id: string;
  readonly source: string;
  readonly type: string;
  readonly occurred_at: string;
};

/** The event as the fold reads it; `received_hint` stands for the time at which it became known. */
export function toFoldEvent(event: EventJson): FoldEvent {
  const refs: { [R in Ref]?: string } = {};
  for (const ref of REFS) {
    const value = textOf(event[ref]);
    if (value) refs[ref] = value;
  }
  if (!refs.delivery_id && refs.order_id) refs.delivery_id = refs.order_id;
  return {
    source: event.source,
    id: event.id,
    type: event.type,
    at: Date.parse(event.occurred_at),
    knownAt: Date.parse(textOf(event["received_hint"]) ?? event.occurred_at),
    refs: refs satisfies Refs,
    location: null,
    reason: textOf(event["reason"]),
    data: (event["data"] ?? {}) as Record<string, unknown>,
    derived: null,
    corrects: textOf(event["corrects"]),
  };
}

/** Folds every delivery of a whole file without any store. The grace is 24 h unless told. */
export function foldAll(
  events: Iterable<EventJson>,
  { lateGraceMs = 24 * 3_600_000, clock }: Partial<FoldOptions> = {},
): readonly FoldedDelivery[] {
  const distinct = new Map<string, FoldEvent>();
  for (const event of events) {
    const key = identityKey(event.source, event.id);
    if (!distinct.has(key)) distinct.set(key, toFoldEvent(event));
  }
  const all = [...distinct.values()];
  const now = clock ?? all.reduce((latest, event) => Math.max(latest, event.knownAt), 0);
  const corrections = all.map(toCorrection).filter((made) => made !== null);
  // All corrections at once say the same of each delivery as those that reach it, and cost one pass.
  const live = liveEvents(all, corrections).filter((event) => event.refs.delivery_id);
  const byDelivery = Map.groupBy(live, (event) => event.refs.delivery_id ?? "");
  return [...byDelivery]
    .map(([deliveryId, own]) => foldDelivery(deliveryId, own, { lateGraceMs, clock: now }))
    .filter((folded) => folded !== null);
}

function textOf(value: unknown): string | null {
  return typeof value === "string" && value !== "" ? value : null;
}
