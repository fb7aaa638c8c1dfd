import type { Circumstances } from "./circumstances.ts";
import { atLocal, DAY, HOUR, localHour, stamp } from "./clock.ts";
import type { Network, Warehouse } from "./network.ts";
import { CITIES, type City } from "./places.ts";
import { createRandom } from "./random.ts";
import { createTeller, type Teller } from "./teller.ts";
import type { Sent } from "./types.ts";
import { tellVehicle } from "./vehicleFeed.ts";

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
      ...(backlog > 0.9 && about > 1.03 ? { note: "working off yesterday's orders, still a queue" } : {}),
    },
  });
}
