import { localDay } from "./clock.ts";
import type { Journey } from "./journey.ts";

/** Without any episode: chances per delivery of what can hold it up before the door. */
const USUAL: readonly (readonly [string, number])[] = [
  ["warehouse.delay", 0.0042],
  ["warehouse.stockout", 0.002],
  ["warehouse.capacity", 0.0006],
  ["carrier.capacity", 0.0032],
  ["carrier.missort", 0.0018],
  ["carrier.lost", 0.0006],
  ["carrier.missed_pickup", 0.001],
  ["shipper.not_ready", 0.0014],
  ["shipper.out_of_stock", 0.001],
];

/** The hidden cause of a hold-up between order and depot, or null. */
export function drawWayCause({ plan, facts, random }: Journey): string | null {
  const { episodes } = facts;
  const site = plan.warehouse;
  const atSite = localDay(site.city.clock, plan.orderedAt);
  const atDepot = localDay(plan.depot.city.clock, plan.depotAt);
  if (episodes.dayOf("backlog", site.id, atSite) !== null && random.chance(0.55)) return "warehouse.capacity";
  if (episodes.dayOf("stockout", plan.client.id, atSite) !== null && random.chance(0.16))
    return "warehouse.stockout";
  if (episodes.dayOf("missort", plan.depot.id, atDepot) !== null && random.chance(0.2))
    return "carrier.missort";
  if (facts.strike(plan.depot.city, plan.depotAt) && random.chance(0.5)) return "external.strike";
  if (facts.weather(plan.depot.city, plan.depotAt).severity === 3 && random.chance(0.08))
    return "external.weather";
  return random.draw(USUAL);
}

/** Hours after which the promise cannot be kept any more, and some; small hold-ups stay within it. */
export function holdUpHours({ plan, random }: Journey): number {
  const spare = (plan.promisedBy - plan.runAt) / 3_600_000;
  return random.chance(0.88) ? spare + random.between(1, 18) : random.between(3, 9);
}
