import type { Circumstances } from "./circumstances.ts";
import { atLocal, DAY, HOUR, localDay, localHour, MINUTE } from "./clock.ts";
import type { Crew } from "./network.ts";
import type { City, Country } from "./places.ts";
import type { Random } from "./random.ts";
import { type Driver, driverOn, endOfShift, routeOf } from "./run.ts";
import type { Teller } from "./teller.ts";

/** Hours between position fixes: each country has its own telematics. */
const STEP_HOURS: Readonly<Record<Country, number>> = { IN: 1.4, DE: 1.2, US: 0.4 };

/** Positions every hour or so of the shift, faults and breakdowns, and who was hired to drive. */
export function tellVehicle(
  teller: Teller,
  facts: Circumstances,
  crew: Crew,
  day: number,
  random: Random,
): void {
  const { city, carrier } = crew.depot;
  const step = STEP_HOURS[city.country];
  for (let hour = random.between(0, step); hour < 24; hour += step) {
    const at = day * DAY + hour * HOUR;
    const local = localDay(city.clock, at);
    const shift = localHour(city.clock, at);
    if (shift < 8.5 || at > endOfShift(crew, local) || random.chance(0.18)) continue;
    const broken = facts.breakdown(crew, local);
    teller.tell("telematics", "vehicle.position", at, {
      ...refsOf(facts, crew, local),
      location: { lat: jitter(city.lat, random.next()), lon: jitter(city.lon, random.next()) },
      data: { speed_kmh: speed(facts, city, at, broken, random.next()), heading: random.whole(0, 359) },
    });
  }
  for (let local = day - 1; local <= day + 1; local += 1) {
    const hired = atLocal(city.clock, local, 5);
    const isNew = facts.episodes.dayOf("new_crew", crew.depot.id, local) === 0;
    if (isNew && within(hired, day)) hire(teller, crew, driverOn(facts, crew, local), hired);
    const broken = facts.breakdown(crew, local);
    if (broken === null || !within(broken, day)) continue;
    const fault = { ...refsOf(facts, crew, local), carrier_id: carrier.id, city: city.name };
    teller.perhaps(0.6, "telematics", "vehicle.fault_raised", broken - random.between(20, 45) * MINUTE, {
      ...fault,
      data: { code: "P0217" },
    });
    teller.perhaps(0.9, "telematics", "vehicle.breakdown", broken, fault);
  }
}

function refsOf(facts: Circumstances, crew: Crew, local: number) {
  return {
    vehicle_id: crew.vehicleId,
    driver_id: driverOn(facts, crew, local).id,
    route_id: routeOf(crew, local),
  };
}

function jitter(degrees: number, chance: number): number {
  return Math.round((degrees + (chance - 0.5) * 0.14) * 10_000) / 10_000;
}

function speed(facts: Circumstances, city: City, at: number, broken: number | null, chance: number): number {
  if (broken !== null && at > broken && at < broken + 4 * HOUR) return 0;
  const slow = facts.weather(city, at).severity === 3 || facts.traffic(city, at) === "jam";
  return Math.round(slow ? 4 + 14 * chance : 12 + 36 * chance);
}

function hire(teller: Teller, { depot }: Crew, { id, name, since }: Driver, at: number): void {
  const data = { name, since, city: depot.city.name, carrier_id: depot.carrier.id, depot: depot.id };
  teller.tell("mdm", "driver.updated", at, { driver_id: id, data });
}

function within(at: number, day: number): boolean {
  return at >= day * DAY && at < (day + 1) * DAY;
}
