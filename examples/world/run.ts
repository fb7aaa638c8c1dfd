import type { Circumstances } from "./circumstances.ts";
import { atLocal, DAY, dateCode, HOUR, localDay, MINUTE, nextOf } from "./clock.ts";
import type { Journey } from "./journey.ts";
import { type Crew, crewFor } from "./network.ts";
import { nameOf } from "./people.ts";
import { RUNS } from "./plan.ts";
import { createRandom, fractionOf } from "./random.ts";

export interface Driver {
  readonly id: string;
  readonly name: string;
  /** Date. */
  readonly since: string;
}

/** One run of a vehicle through a zone. Times are epoch ms. */
export interface Run {
  readonly crew: Crew;
  readonly driverId: string;
  readonly day: number;
  readonly routeId: string;
  readonly leftAt: number;
  readonly brokenAt: number | null;
}

/** The first run that leaves after the parcel is ready. */
export function nextRun({ plan, network, facts }: Journey, readyAt: number): Run {
  const { city, zone } = plan.customer;
  const due = nextOf(city.clock, readyAt + 45 * MINUTE, RUNS);
  const day = localDay(city.clock, due);
  const crew = crewFor(network, plan.depot, zone, day);
  return {
    crew,
    driverId: driverOn(facts, crew, day).id,
    day,
    routeId: routeOf(crew, day),
    leftAt: due + (45 * fractionOf(crew.vehicleId, due) - 15) * MINUTE,
    brokenAt: facts.breakdown(crew, day),
  };
}

/** Who drives the crew's vehicle on a day, and since when in the job: the usual driver, or a new one. */
export function driverOn(facts: Circumstances, crew: Crew, day: number): Driver {
  const passed = facts.episodes.dayOf("new_crew", crew.depot.id, day);
  if (passed === null) return { id: crew.driverId, name: crew.driver, since: crew.since };
  const id = `${crew.driverId}-${dateCode(day - passed)}`;
  const since = new Date((day - passed - 1) * DAY).toISOString().slice(0, 10);
  return { id, name: nameOf(crew.depot.city.country, createRandom(id)), since };
}

/** A vehicle has one route a day. */
export function routeOf(crew: Crew, day: number): string {
  return `R-${crew.vehicleId.slice(2)}-${dateCode(day)}`;
}

/** What a carrier's event says of the run. */
export function refsOfRun({ crew, driverId, routeId }: Run) {
  return {
    carrier_id: crew.depot.carrier.id,
    driver_id: driverId,
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
