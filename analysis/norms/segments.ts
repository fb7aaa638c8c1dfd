import type { ObservedEvent } from "../types.ts";
import type { StageSample } from "./types.ts";

const MINUTE = 60_000;
const HALF_HOUR = 1_800_000;

/** Events that bound the stages, in the order in which goods pass them. */
export const MILESTONES = [
  "order.created",
  "warehouse.picking_started",
  "warehouse.picking_completed",
  "warehouse.packed",
  "warehouse.dispatched",
  "shipment.arrived_at_facility",
  "shipment.out_for_delivery",
  "shipment.delivered",
] as const;

/** From this milestone on the delivery is on a run to the recipient. */
const LEAVES = MILESTONES.indexOf("shipment.out_for_delivery");

/** Stage i lies between milestones i and i + 1. */
export const SEGMENTS = ["wait", "pick", "pack", "dispatch", "linehaul", "hub", "run"] as const;

/** A milestone that was reported, with its place among MILESTONES. */
export interface Passed {
  readonly index: number;
  readonly event: ObservedEvent;
}

/** A stretch between two milestones in minutes, with what a norm of it depends on. */
export interface Stretch extends StageSample {
  readonly from: ObservedEvent;
  readonly to: ObservedEvent;
}

interface Place {
  readonly warehouse: string | null;
  readonly carrier: string | null;
  readonly city: string | null;
}

/**
 * The first report of each milestone up to `until` (epoch ms), in their order; a hub of another city is none. The way
 * ends where an attempt failed: what leaves for another one has waited for it, not at the hub.
 */
export function passedBy(delivery: readonly ObservedEvent[], until: number): readonly Passed[] {
  const { city } = placeOf(delivery);
  const failed = delivery.find((event) => event.type === "shipment.attempt_failed")?.at;
  const firsts = new Map<number, ObservedEvent>();
  for (const event of delivery) {
    const index = (MILESTONES as readonly string[]).indexOf(event.type);
    if (index < 0 || event.at > until || firsts.has(index)) continue;
    if (failed !== undefined && event.at > failed && index >= LEAVES) continue;
    const elsewhere =
      index === 5 && city !== null && event.refs.city !== undefined && event.refs.city !== city;
    if (!elsewhere) firsts.set(index, event);
  }
  return [...firsts].sort(([a], [b]) => a - b).map(([index, event]) => ({ index, event }));
}

/** The stretch between two milestones, or null where the clocks of the senders contradict each other. */
export function stretchOf(from: Passed, to: Passed, delivery: readonly ObservedEvent[]): Stretch | null {
  const minutes = (to.event.at - from.event.at) / MINUTE;
  if (minutes < 0) return null;
  return {
    stage: SEGMENTS.slice(from.index, to.index).join("+"),
    minutes,
    slot: slotOf(from.event.at),
    entity: ownerOf(from.index, to.index, placeOf(delivery)),
    from: from.event,
    to: to.event,
  };
}

/** Every stretch of a delivery between any two of its milestones: what norms are learned from. */
export function stretchesOf(delivery: readonly ObservedEvent[]): readonly Stretch[] {
  const passed = passedBy(delivery, Number.POSITIVE_INFINITY);
  return passed.flatMap((from, i) =>
    passed.slice(i + 1).flatMap((to) => stretchOf(from, to, delivery) ?? []),
  );
}

/** A site's own stages belong to the warehouse, the way to the lane, hub and run to the carrier in that city. */
function ownerOf(from: number, to: number, { warehouse, carrier, city }: Place): string | null {
  if (to <= 4) return warehouse;
  if (from >= 5) return carrier && city ? `${carrier}/${city}` : null;
  return warehouse && city ? `${warehouse}>${city}` : null;
}

function placeOf(delivery: readonly ObservedEvent[]): Place {
  const first = (ref: "warehouse_id" | "carrier_id") =>
    delivery.find((event) => event.refs[ref] !== undefined)?.refs[ref] ?? null;
  const city =
    delivery.find((event) => event.type.startsWith("order.") && event.refs.city)?.refs.city ?? null;
  return { warehouse: first("warehouse_id"), carrier: first("carrier_id"), city };
}

/** Half hour of the day, UTC, 0 - 47, of a time in epoch ms. */
export function slotOf(at: number): number {
  return Math.floor(at / HALF_HOUR) % 48;
}
