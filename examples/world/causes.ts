import type { Random } from "./random.ts";

/** What a driver writes when the true cause is another: a slip, a habit, or the first button of the list. */
const MISTAKEN: Readonly<Record<string, readonly string[]>> = {
  "recipient.absent": ["recipient.unreachable", "recipient.requested_later"],
  "recipient.refused": ["recipient.other", "recipient.absent"],
  "recipient.premises_closed": ["recipient.absent"],
  "recipient.requested_later": ["recipient.absent"],
  "recipient.payment_missing": ["recipient.refused"],
  "recipient.unreachable": ["recipient.absent"],
  "recipient.moved": ["address.invalid", "recipient.absent"],
  "recipient.id_check_failed": ["recipient.refused"],
  "address.incomplete": ["address.not_located", "recipient.unreachable"],
  "address.invalid": ["address.not_located", "address.incomplete"],
  "address.inaccessible": ["recipient.absent", "address.not_located"],
  "carrier.driver": ["recipient.absent", "external.traffic"],
  "carrier.capacity": ["carrier.network_delay", "carrier.other"],
  "carrier.missort": ["carrier.network_delay"],
  "vehicle.breakdown": ["carrier.missed_slot", "carrier.driver"],
  "goods.damaged": ["recipient.refused"],
  "goods.wrong_item": ["recipient.refused"],
  "external.weather": ["external.traffic", "carrier.missed_slot"],
  "external.traffic": ["carrier.missed_slot", "carrier.driver"],
  "external.road": ["external.traffic", "address.inaccessible"],
  "external.strike": ["carrier.network_delay"],
  "warehouse.capacity": ["warehouse.delay", "carrier.network_delay"],
  "warehouse.delay": ["warehouse.capacity", "carrier.network_delay"],
  "warehouse.stockout": ["shipper.out_of_stock", "warehouse.delay"],
  "shipper.not_ready": ["carrier.missed_pickup"],
  "carrier.missed_pickup": ["shipper.not_ready"],
};

/** How often a sender gives a reason at all, and how often the given one is right. */
const GIVEN = 0.55;
const RIGHT = 0.8;

/** The reason that a sender gives for a hidden cause: often none, sometimes a wrong one. */
export function reasonFor(cause: string, random: Random): { readonly reason?: string } {
  if (!random.chance(GIVEN)) return random.chance(0.06) ? { reason: "unknown" } : {};
  const mistaken = MISTAKEN[cause];
  if (mistaken === undefined || random.chance(RIGHT)) return { reason: cause };
  return { reason: random.pick(mistaken) };
}
