import type { DeliveryStateName, FoldEvent } from "./types.ts";

export interface FoldedState {
  readonly state: DeliveryStateName;
  /** Nothing more will be tried: the promise is settled, one way or another. */
  readonly closed: boolean;
  readonly deliveredAt: number | null;
  readonly outcome: string | null;
}

const IN_WAREHOUSE: ReadonlySet<string> = new Set([
  "warehouse.picking_started",
  "warehouse.picking_completed",
  "warehouse.packed",
  "warehouse.stockout",
  "warehouse.dispatch_delayed",
]);

/** What each event says of a consignment that left the shipper; the latest such event decides. */
const MOVES: Readonly<Record<string, { readonly state: DeliveryStateName; readonly closed: boolean }>> = {
  "warehouse.dispatched": { state: "in_transit", closed: false },
  "shipment.picked_up": { state: "in_transit", closed: false },
  "shipment.in_transit": { state: "in_transit", closed: false },
  "shipment.arrived_at_facility": { state: "in_transit", closed: false },
  "shipment.departed_facility": { state: "in_transit", closed: false },
  "shipment.handed_over": { state: "in_transit", closed: false },
  "shipment.available_for_pickup": { state: "in_transit", closed: false },
  "shipment.out_for_delivery": { state: "out_for_delivery", closed: false },
  "shipment.attempt_failed": { state: "failed", closed: false },
  "shipment.undeliverable": { state: "failed", closed: true },
  "shipment.return_started": { state: "failed", closed: true },
  "shipment.disposed": { state: "failed", closed: true },
  "shipment.lost": { state: "lost", closed: true },
};

/**
 * The state of a delivery. Delivered, returned and cancelled hold whatever scans follow (a parcel scanned on
 * its way back is not in transit again); a return after a hand-over counts, a cancellation after it does not.
 * Delivered is the earliest hand-over told of. `events` are live and ordered.
 */
export function foldState(events: readonly FoldEvent[]): FoldedState {
  const delivered = events.find((event) => event.type === "shipment.delivered");
  const told = delivered?.data["outcome"];
  return {
    ...stateOf(events, delivered !== undefined),
    deliveredAt: delivered?.at ?? null,
    outcome: typeof told === "string" ? told : null,
  };
}

function stateOf(events: readonly FoldEvent[], delivered: boolean): Pick<FoldedState, "state" | "closed"> {
  if (events.some((event) => event.type === "shipment.returned")) return { state: "returned", closed: true };
  if (delivered) return { state: "delivered", closed: true };
  if (events.some(isCancellation)) return { state: "cancelled", closed: true };
  const move = events.findLast((event) => Object.hasOwn(MOVES, event.type));
  const moved = move && MOVES[move.type];
  if (moved) return moved;
  const picked = events.some((event) => IN_WAREHOUSE.has(event.type));
  return { state: picked ? "in_warehouse" : "created", closed: false };
}

/** Whether the event stops the delivery on purpose. */
export function isCancellation(event: FoldEvent): boolean {
  return event.type === "order.cancelled" || event.type === "shipment.cancelled";
}
