import type { Circumstances } from "./circumstances.ts";
import { atLocal, dateCode, HOUR, localDay, MINUTE, nextOf } from "./clock.ts";
import type { Journey } from "./journey.ts";
import { type Crew, crewFor } from "./network.ts";
import { RUNS } from "./plan.ts";

/** One run of a vehicle through a zone. Times are epoch ms. */
export interface Run {
  readonly crew: Crew;
  readonly day: number;
  readonly routeId: string;
  readonly leftAt: number;
  readonly brokenAt: number | null;
}

/** The first run that leaves after the parcel is ready. */
export function nextRun({ plan, network, facts, random }: Journey, readyAt: number): Run {
  const { city, zone } = plan.customer;
  const due = nextOf(city.clock, readyAt + 45 * MINUTE, RUNS);
  const day = localDay(city.clock, due);
  const crew = crewFor(network, plan.depot, zone, day);
  return {
    crew,
    day,
    routeId: routeOf(crew, day),
    leftAt: due + random.between(-15, 30) * MINUTE,
    brokenAt: facts.breakdown(crew, day),
  };
}

/** A vehicle has one route a day. */
export function routeOf(crew: Crew, day: number): string {
  return `R-${crew.vehicleId.slice(2)}-${dateCode(day)}`;
}

/** What a carrier's event says of the run. */
export function refsOfRun({ crew, routeId }: Run) {
  return {
    carrier_id: crew.depot.carrier.id,
    driver_id: crew.driverId,
    vehicle_id: crew.vehicleId,
    route_id: routeId,
    city: crew.depot.city.name,
  };
}

/** When vehicles come back, epoch ms. */
export function endOfShift(crew: Crew, day: number): number {
  return atLocal(crew.depot.city.clock, day, 20.8);
}

/** Tomorrow morning's run, for what could not be handed over today. */
export function tomorrow({ crew, day }: Run): number {
  return atLocal(crew.depot.city.clock, day + 1, 7);
}

/** When the driver should stand at the door. */
export function stopTime({ random, plan }: Journey, run: Run, facts: Circumstances): number {
  const slow = facts.weather(plan.customer.city, run.leftAt).severity >= 2 ? 1.25 : 1;
  return run.leftAt + random.between(0.3, 4.2) * slow * HOUR;
}
