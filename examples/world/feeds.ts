import type { Circumstances } from "./circumstances.ts";
import { atLocal, DAY, HOUR, localDay, localHour, MINUTE, stamp } from "./clock.ts";
import type { Crew, Network, Warehouse } from "./network.ts";
import { CITIES, type City } from "./places.ts";
import { createRandom } from "./random.ts";
import { endOfShift, routeOf } from "./run.ts";
import { createTeller, type Teller } from "./teller.ts";
import type { Sent } from "./types.ts";

/** What feeds and sites tell of a UTC day besides the deliveries; each has gaps. */
export function tellDay(seed: number, network: Network, facts: Circumstances, day: number): readonly Sent[] {
  const clockOf = (city: City, name: string) => {
    const random = createRandom(seed, name, day);
    return { random, teller: createTeller(`${name}-${day}`, city.clock, random) };
  };
  const tellers: Teller[] = [];
  for (const city of CITIES) {
    const { random, teller } = clockOf(city, city.code);
    const gap = random.chance(0.12) ? random.between(0, 24) : null;
    const open = (at: number) => gap === null || Math.abs((at - day * DAY) / HOUR - gap) > 4;
    for (let hour = random.between(0, 3); hour < 24; hour += 3)
      tellWeather(teller, facts, city, day * DAY + hour * HOUR, open);
    for (let hour = random.between(0, 1.5); hour < 24; hour += 1.5)
      tellTraffic(teller, facts, city, day * DAY + hour * HOUR, open);
    tellCivic(teller, facts, city, day);
    tellers.push(teller);
  }
  for (const warehouse of network.warehouses) {
    const { random, teller } = clockOf(warehouse.city, warehouse.id);
    for (let hour = random.between(0, 3); hour < 24; hour += 3)
      if (random.chance(0.88))
        tellLoad(teller, facts, warehouse, day * DAY + hour * HOUR, random.between(0.9, 1.08));
    tellers.push(teller);
  }
  for (const crew of network.crews) {
    const { teller } = clockOf(crew.depot.city, crew.vehicleId);
    tellVehicle(teller, facts, crew, day, createRandom(seed, "vehicle", crew.vehicleId, day));
    tellers.push(teller);
  }
  return tellers.flatMap(({ sent }) => sent);
}

const placeOf = ({ name, region, country }: City) => ({ city: name, region, country });

function tellWeather(
  teller: Teller,
  facts: Circumstances,
  city: City,
  at: number,
  open: (at: number) => boolean,
): void {
  const { condition, severity } = facts.weather(city, at);
  if (!open(at)) return;
  teller.perhaps(0.93, "weather-feed", "context.weather", at, {
    ...placeOf(city),
    data: {
      condition,
      severity,
      precipitation_mm_h: [0, 1.5, 7, 22][severity] ?? 0,
      wind_kmh: [9, 16, 38, 71][severity] ?? 0,
      valid_until: stamp(city.clock, at + 3 * HOUR),
    },
  });
}

function tellTraffic(
  teller: Teller,
  facts: Circumstances,
  city: City,
  at: number,
  open: (at: number) => boolean,
): void {
  const level = facts.traffic(city, at);
  const hour = localHour(city.clock, at);
  if (!open(at) || hour < 6 || hour >= 22) return;
  teller.perhaps(0.85, "traffic-feed", "context.traffic", at, {
    ...placeOf(city),
    data: {
      level,
      delay_ratio: { clear: 1, moderate: 1.25, heavy: 1.6, jam: 2.3 }[level],
      valid_until: stamp(city.clock, at + 1.5 * HOUR),
    },
  });
}

/** Closures, strikes, festivals and storm warnings that begin on this UTC day. */
function tellCivic(teller: Teller, facts: Circumstances, city: City, day: number): void {
  const begins = (at: number) => at >= day * DAY && at < (day + 1) * DAY;
  const place = placeOf(city);
  for (let local = day - 1; local <= day + 1; local += 1) {
    for (const zone of city.zones) {
      const closure = facts.closure(city, zone, local);
      if (closure !== null && begins(closure.from))
        teller.perhaps(0.8, "civic-feed", "context.road_closure", closure.from, {
          ...place,
          zone: zone.id,
          data: { name: "road works", valid_until: stamp(city.clock, closure.to) },
        });
    }
    const midnight = atLocal(city.clock, local, 0);
    if (facts.episodes.dayOf("storm", city.code, local) !== null && begins(midnight + 4 * HOUR))
      teller.perhaps(0.85, "weather-feed", "context.weather_alert", midnight + 4 * HOUR, {
        ...place,
        data: {
          condition: facts.weather(city, midnight + 12 * HOUR).condition,
          severity: 3,
          valid_until: stamp(city.clock, midnight + DAY),
        },
      });
    if (facts.episodes.dayOf("festival", city.code, local) !== null && begins(midnight + 12 * HOUR))
      teller.tell("civic-feed", "context.festival", midnight + 12 * HOUR, {
        ...place,
        data: {
          name: "street festival",
          expected_attendance: 60_000,
          valid_until: stamp(city.clock, midnight + 23 * HOUR),
        },
      });
    if (facts.episodes.dayOf("strike", city.code, local) !== null && begins(midnight))
      teller.tell("civic-feed", "context.strike", midnight, {
        ...place,
        data: { name: "strike at parcel hubs", valid_until: stamp(city.clock, midnight + DAY) },
      });
  }
}

function tellLoad(
  teller: Teller,
  facts: Circumstances,
  { id, city, capacity, staff }: Warehouse,
  at: number,
  about: number,
): void {
  const backlog = facts.backlog({ id, city, capacity, staff, name: "" }, at);
  const short = backlog > 0.9 ? 0.8 : 1;
  teller.tell(`wms-${id}`, "warehouse.load", at, {
    warehouse_id: id,
    city: city.name,
    data: {
      backlog_orders: Math.round(backlog * capacity * about),
      capacity_orders_per_day: capacity,
      staff_on_shift: Math.round(staff * short * about),
    },
  });
}

/** Positions every hour of the shift, faults and breakdowns. */
function tellVehicle(
  teller: Teller,
  facts: Circumstances,
  crew: Crew,
  day: number,
  random: ReturnType<typeof createRandom>,
): void {
  const { city, carrier } = crew.depot;
  for (let hour = random.between(0, 1); hour < 24; hour += 1) {
    const at = day * DAY + hour * HOUR;
    const local = localDay(city.clock, at);
    const shift = localHour(city.clock, at);
    if (shift < 8.5 || at > endOfShift(crew, local) || random.chance(0.18)) continue;
    const broken = facts.breakdown(crew, local);
    teller.tell("telematics", "vehicle.position", at, {
      ...refsOf(crew, local),
      location: { lat: jitter(city.lat, random.next()), lon: jitter(city.lon, random.next()) },
      data: { speed_kmh: speed(facts, city, at, broken, random.next()), heading: random.whole(0, 359) },
    });
  }
  for (let local = day - 1; local <= day + 1; local += 1) {
    const broken = facts.breakdown(crew, local);
    if (broken === null || broken < day * DAY || broken >= (day + 1) * DAY) continue;
    const fault = { ...refsOf(crew, local), carrier_id: carrier.id, city: city.name };
    teller.perhaps(0.6, "telematics", "vehicle.fault_raised", broken - random.between(20, 45) * MINUTE, {
      ...fault,
      data: { code: "P0217" },
    });
    teller.perhaps(0.9, "telematics", "vehicle.breakdown", broken, fault);
  }
}

function refsOf(crew: Crew, local: number) {
  return { vehicle_id: crew.vehicleId, driver_id: crew.driverId, route_id: routeOf(crew, local) };
}

function jitter(degrees: number, chance: number): number {
  return Math.round((degrees + (chance - 0.5) * 0.14) * 10_000) / 10_000;
}

function speed(facts: Circumstances, city: City, at: number, broken: number | null, chance: number): number {
  if (broken !== null && at > broken && at < broken + 4 * HOUR) return 0;
  const slow = facts.weather(city, at).severity === 3 || facts.traffic(city, at) === "jam";
  return Math.round(slow ? 4 + 14 * chance : 12 + 36 * chance);
}
