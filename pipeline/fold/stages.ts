import { instantOf } from "./promise.ts";
import type { FoldEvent, Stage } from "./types.ts";

/**
 * The stages whose two ends are known. Nothing is guessed: a stage with a missing end is left out, and so is
 * one that would end before it began, since only a wrong clock makes that. Where packing is not told of,
 * `dispatch` begins with the end of picking; `linehaul` ends and `hub` begins at the last facility before
 * the consignment first went out. `events` are live and ordered.
 */
export function foldStages(events: readonly FoldEvent[]): readonly Stage[] {
  const first = (type: string) => events.find((event) => event.type === type)?.at ?? null;
  const out = first("shipment.out_for_delivery");
  const pickStarted = first("warehouse.picking_started");
  const picked = first("warehouse.picking_completed");
  const packed = first("warehouse.packed");
  const dispatched = first("warehouse.dispatched") ?? first("shipment.picked_up");
  const hub = lastFacility(events, out);
  return [
    toStage("order_to_pick", foldOrderedAt(events), pickStarted),
    toStage("pick", pickStarted, picked),
    toStage("pack", picked, packed),
    toStage("dispatch", packed ?? picked, dispatched),
    toStage("linehaul", dispatched, hub),
    toStage("hub", hub, out),
    toStage("last_mile", out, first("shipment.delivered")),
  ].filter((stage) => stage !== null);
}

/** When the order was placed (epoch ms): what the sender last said, else when it was told of. */
export function foldOrderedAt(events: readonly FoldEvent[]): number | null {
  const orders = events.filter((event) => event.type === "order.created" || event.type === "order.updated");
  const said = orders.map((event) => instantOf(event.data["ordered_at"])).findLast((at) => at !== null);
  return said ?? orders.find((event) => event.type === "order.created")?.at ?? null;
}

function lastFacility(events: readonly FoldEvent[], out: number | null): number | null {
  const before = events.filter(
    (event) => event.type === "shipment.arrived_at_facility" && (out === null || event.at <= out),
  );
  return before.at(-1)?.at ?? null;
}

function toStage(name: Stage["name"], from: number | null, to: number | null): Stage | null {
  return from === null || to === null || to < from ? null : { name, from, to };
}
