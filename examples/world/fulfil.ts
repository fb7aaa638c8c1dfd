import { reasonFor } from "./causes.ts";
import { HOUR, MINUTE, nextOf } from "./clock.ts";
import type { Journey } from "./journey.ts";
import { TRUCKS, WAVES } from "./plan.ts";
import { holdUpHours } from "./wayCause.ts";
import { complaint, noteWords, reportWords } from "./words.ts";

/** Picks, packs and hands over to the carrier; answers when the goods left, or null where they never did. */
export function fulfil(journey: Journey, cause: string | null): number | null {
  const { plan, random, teller, wms } = journey;
  const { clock } = plan.warehouse.city;
  const refs = { warehouse_id: plan.warehouse.id };
  const lost = cause === null ? 0 : holdUpHours(journey) * HOUR;
  const during = cause === "warehouse.delay" ? random.pick(["pick", "pack", "dock", "dock"]) : cause;
  const wait = during === "warehouse.capacity" ? Math.max(lost, 14 * HOUR) : 0;
  const startedAt = nextOf(clock, plan.orderedAt + HOUR / 2 + wait, WAVES) + random.between(0, 45) * MINUTE;
  teller.perhaps(0.8, wms, "warehouse.picking_started", startedAt, refs);
  if (cause === "warehouse.stockout" || cause === "shipper.out_of_stock") missItem(journey, cause, startedAt);
  if (cause === "shipper.out_of_stock") return cancel(journey, startedAt);
  const picked = during === "warehouse.stockout" || during === "pick" ? lost : 0;
  const pickedAt = startedAt + random.between(8, 35) * MINUTE + picked;
  teller.perhaps(0.85, wms, "warehouse.picking_completed", pickedAt, refs);
  const packedAt = pickedAt + random.between(5, 30) * MINUTE + (during === "pack" ? lost : 0);
  teller.perhaps(0.6, wms, "warehouse.packed", packedAt, refs);
  const truckAt = nextOf(clock, packedAt + 15 * MINUTE, TRUCKS);
  const leftAt = collect(
    journey,
    cause,
    during === "dock" ? nextOf(clock, truckAt + lost, TRUCKS) : truckAt,
    lost,
  );
  if (cause?.startsWith("warehouse.")) admitDelay(journey, cause, leftAt);
  teller.perhaps(0.95, wms, "warehouse.dispatched", leftAt, refs);
  return leftAt;
}

/** The truck comes and finds the goods; where it does not, it comes again. */
function collect(journey: Journey, cause: string | null, truckAt: number, lost: number): number {
  const { plan, random, teller, tms } = journey;
  const refs = { warehouse_id: plan.warehouse.id, carrier_id: plan.depot.carrier.id };
  const failed = cause === "shipper.not_ready" || cause === "carrier.missed_pickup";
  const failedAt = truckAt + random.between(5, 40) * MINUTE;
  if (failed)
    teller.tell(tms, "shipment.pickup_failed", failedAt, {
      ...refs,
      ...reasonFor(cause, random),
      ...reportWords(cause, random, 0.6),
    });
  const leftAt =
    (failed ? nextOf(plan.warehouse.city.clock, failedAt + lost / 2, TRUCKS) : truckAt) +
    random.between(1, 14) * MINUTE;
  teller.perhaps(0.55, tms, "shipment.picked_up", leftAt + MINUTE, refs);
  return leftAt;
}

function missItem({ plan, random, teller, wms }: Journey, cause: string, at: number): void {
  const refs = { warehouse_id: plan.warehouse.id, client_id: plan.client.id };
  teller.perhaps(cause === "warehouse.stockout" ? 0.8 : 0.5, wms, "warehouse.stockout", at + 12 * MINUTE, {
    ...refs,
    data: { sku: `${plan.client.id}-117` },
  });
  const words = noteWords(cause, random);
  if (words !== null)
    teller.perhaps(0.3, wms, "warehouse.note", at + 20 * MINUTE, { ...refs, data: { text: words } });
}

/** The seller gives up an order that it cannot fill. */
function cancel({ plan, random, teller }: Journey, at: number): null {
  const cancelledAt = at + random.between(5, 30) * HOUR;
  teller.tell(`oms-${plan.depot.city.country.toLowerCase()}`, "order.cancelled", cancelledAt, {
    client_id: plan.client.id,
    ...(random.chance(0.6)
      ? { reason: random.chance(0.8) ? "shipper.out_of_stock" : "shipper.cancelled" }
      : {}),
    data: { by: "shipper" },
  });
  return null;
}

/** What the warehouse and the carrier say of a late departure; both often say nothing. */
function admitDelay({ plan, random, teller, wms, tms }: Journey, cause: string, leftAt: number): void {
  const refs = { warehouse_id: plan.warehouse.id };
  const missedAt = plan.truckAt + random.between(2, 25) * MINUTE;
  if (missedAt < leftAt)
    teller.perhaps(0.72, wms, "warehouse.dispatch_delayed", missedAt, {
      ...refs,
      ...reasonFor(cause, random),
      ...reportWords(cause, random, 0.35),
    });
  const words = noteWords(cause, random);
  if (words !== null && cause !== "warehouse.stockout")
    teller.perhaps(0.3, wms, "warehouse.note", Math.min(missedAt, leftAt) + 20 * MINUTE, {
      ...refs,
      data: { text: words },
    });
  teller.perhaps(0.4, tms, "shipment.delayed", leftAt + random.between(1, 4) * HOUR, {
    carrier_id: plan.depot.carrier.id,
    ...reasonFor(cause, random),
    data: { delay_minutes: Math.round((leftAt - plan.truckAt) / MINUTE / 30) * 30 },
  });
  const remark = complaint(cause, random);
  teller.perhaps(0.16, "crm", "feedback.received", leftAt + random.between(2, 30) * HOUR, {
    customer_id: plan.customer.id,
    data: remark,
  });
}
