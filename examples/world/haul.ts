import { reasonFor } from "./causes.ts";
import { DAY, HOUR, MINUTE } from "./clock.ts";
import type { Journey } from "./journey.ts";
import { otherCities } from "./network.ts";
import { roadHours } from "./plan.ts";
import { holdUpHours } from "./wayCause.ts";
import { complaint, reportWords } from "./words.ts";

/** From the warehouse to the depot of the destination; answers when the parcel can go out, or null where it is lost. */
export function haul(journey: Journey, leftAt: number, cause: string | null): number | null {
  const { plan, random, teller, tms } = journey;
  const { depot, warehouse } = plan;
  const refs = { carrier_id: depot.carrier.id };
  const [least, most] = roadHours(warehouse.city, depot.city);
  const onTheRoad = random.between(least, most) * HOUR;
  if (warehouse.city !== depot.city)
    teller.perhaps(0.7, tms, "shipment.departed_facility", leftAt + random.between(20, 60) * MINUTE, {
      ...refs,
      city: warehouse.city.name,
    });
  if (cause === "carrier.lost") return lose(journey, leftAt);
  if (cause === "external.weather") tellDelay(journey, cause, leftAt + onTheRoad, 10 * HOUR);
  const detour = cause === "carrier.missort" ? goAstray(journey, leftAt + onTheRoad) : 0;
  const stormed = cause === "external.weather" ? holdUpHours(journey) * HOUR : 0;
  const arrivedAt = leftAt + onTheRoad + detour + stormed;
  teller.perhaps(0.94, tms, "shipment.arrived_at_facility", arrivedAt, {
    ...refs,
    city: depot.city.name,
    data: { facility: depot.id },
  });
  if (cause !== "carrier.capacity" && cause !== "external.strike") return arrivedAt;
  return arrivedAt + wait(journey, cause, arrivedAt);
}

function goAstray(journey: Journey, arrivedAt: number): number {
  const { plan, random, teller, tms } = journey;
  const wrong = random.pick(otherCities(plan.depot.city));
  const refs = { carrier_id: plan.depot.carrier.id, city: wrong.name };
  teller.perhaps(0.8, tms, "shipment.arrived_at_facility", arrivedAt, refs);
  teller.perhaps(0.72, tms, "shipment.missorted", arrivedAt + random.between(1, 5) * HOUR, refs);
  const detour = Math.max(holdUpHours(journey), 20) * HOUR;
  tellDelay(journey, "carrier.missort", arrivedAt + random.between(5, 8) * HOUR, detour);
  return detour;
}

/** Nobody takes it out: it lies at the depot. */
function wait(journey: Journey, cause: string, arrivedAt: number): number {
  const { plan, random, teller, tms } = journey;
  const lost = holdUpHours(journey) * HOUR;
  teller.perhaps(0.68, tms, "shipment.held", arrivedAt + random.between(3, 9) * HOUR, {
    carrier_id: plan.depot.carrier.id,
    city: plan.depot.city.name,
    ...(random.chance(0.4) ? reasonFor(cause, random) : {}),
  });
  tellDelay(journey, cause, arrivedAt + random.between(5, 10) * HOUR, lost);
  return lost;
}

function tellDelay({ plan, random, teller, tms }: Journey, cause: string, at: number, lost: number): void {
  teller.perhaps(0.55, tms, "shipment.delayed", at, {
    carrier_id: plan.depot.carrier.id,
    ...reasonFor(cause, random),
    ...reportWords(cause, random, 0.35),
    data: { delay_minutes: Math.round(lost / MINUTE / 30) * 30 },
  });
  teller.perhaps(0.15, "crm", "feedback.received", at + random.between(4, 30) * HOUR, {
    customer_id: plan.customer.id,
    data: complaint(cause, random),
  });
}

function lose({ plan, random, teller, tms }: Journey, leftAt: number): null {
  const lostAt = leftAt + random.between(3, 6) * DAY;
  teller.tell(tms, "shipment.lost", lostAt, {
    carrier_id: plan.depot.carrier.id,
    ...reasonFor("carrier.lost", random),
    ...reportWords("carrier.lost", random),
  });
  teller.perhaps(0.5, "crm", "feedback.received", lostAt - random.between(5, 30) * HOUR, {
    customer_id: plan.customer.id,
    data: complaint("carrier.lost", random),
  });
  return null;
}
