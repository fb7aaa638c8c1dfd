import { atLocal, DAY, HOUR, localDay, localHour, monthOf } from "./clock.ts";
import { createEpisodes, type Episodes } from "./episodes.ts";
import type { Crew, Network, Warehouse } from "./network.ts";
import type { City, Zone } from "./places.ts";
import { fractionOf } from "./random.ts";

export interface Weather {
  readonly condition: string;
  /** 0 - 3. */
  readonly severity: number;
}

export type TrafficLevel = "clear" | "moderate" | "heavy" | "jam";

export interface Closure {
  readonly from: number;
  readonly to: number;
}

/** What holds at a place and time, whether or not a feed tells of it. Times are epoch ms. */
export interface Circumstances {
  readonly episodes: Episodes;
  weather(city: City, at: number): Weather;
  traffic(city: City, at: number): TrafficLevel;
  closure(city: City, zone: Zone, day: number): Closure | null;
  /** Orders waiting, in days of the site's capacity. */
  backlog(warehouse: Warehouse, at: number): number;
  /** When the crew's vehicle breaks down on a local day, or null. */
  breakdown(crew: Crew, day: number): number | null;
  strike(city: City, at: number): boolean;
}

export function createCircumstances(seed: number, network: Network): Circumstances {
  const episodes = createEpisodes(seed, network);
  const chance = (...parts: readonly (string | number)[]) => fractionOf(seed, ...parts);
  return {
    episodes,
    weather: (city, at) => {
      const day = localDay(city.clock, at);
      const hour = localHour(city.clock, at);
      if (episodes.dayOf("storm", city.code, day) !== null && hour >= 7)
        return { condition: stormOf(city, day), severity: hour >= 10 && hour < 19 ? 3 : 2 };
      return ordinary(city, day, chance("weather", city.code, Math.floor(at / (3 * HOUR))));
    },
    traffic: (city, at) =>
      trafficOf(city, at, episodes, chance("traffic", city.code, Math.floor(at / (2 * HOUR)))),
    closure: (city, zone, day) => {
      if (chance("closure", zone.id, day) > 0.025) return null;
      const from = atLocal(city.clock, day, 6 + 5 * chance("closure from", zone.id, day));
      return { from, to: from + (4 + 8 * chance("closure for", zone.id, day)) * HOUR };
    },
    backlog: (warehouse, at) => {
      const day = localDay(warehouse.city.clock, at);
      const usual = 0.05 + 0.16 * chance("backlog", warehouse.id, day);
      const passed = episodes.dayOf("backlog", warehouse.id, day);
      if (passed !== null) return 1 + 0.45 * passed + localHour(warehouse.city.clock, at) / 40 + usual;
      const before = episodes.dayOf("backlog", warehouse.id, day - 1);
      return before === null ? usual : 0.6 + usual;
    },
    breakdown: (crew, day) => {
      const bad = episodes.dayOf("bad_vehicle", crew.vehicleId, day) !== null;
      if (chance("breakdown", crew.vehicleId, day) > (bad ? 0.75 : 0.004)) return null;
      return atLocal(crew.depot.city.clock, day, 9.4 + 5.5 * chance("breakdown at", crew.vehicleId, day));
    },
    strike: (city, at) => episodes.dayOf("strike", city.code, localDay(city.clock, at)) !== null,
  };
}

function stormOf(city: City, day: number): string {
  const month = monthOf(day);
  const winter = month >= 11 || month <= 3;
  if (city.country === "IN") return month >= 6 && month <= 10 ? "monsoon_rain" : "thunderstorm";
  return winter && city.code !== "ATL" && city.code !== "DFW" ? "snowstorm" : "thunderstorm";
}

function ordinary(city: City, day: number, chance: number): Weather {
  const cold = city.country !== "IN" && (monthOf(day) >= 11 || monthOf(day) <= 2);
  if (chance < 0.025) return { condition: cold ? "snow" : "heavy_rain", severity: 2 };
  if (chance < 0.17) return { condition: cold ? "fog" : "rain", severity: 1 };
  return { condition: chance < 0.6 ? "clear" : "clouds", severity: 0 };
}

function trafficOf(city: City, at: number, episodes: Episodes, chance: number): TrafficLevel {
  const hour = localHour(city.clock, at);
  const day = localDay(city.clock, at);
  if (episodes.dayOf("festival", city.code, day) !== null && hour >= 13 && hour < 22) return "jam";
  const rush = (hour >= 7.5 && hour < 10) || (hour >= 16 && hour < 19.5);
  const weekend = [0, 6].includes(new Date(day * DAY).getUTCDay());
  const busy = chance + (rush ? 0.35 : 0) - (weekend ? 0.15 : 0) + (city.country === "IN" ? 0.08 : 0);
  if (hour < 6 || hour >= 22) return busy > 0.95 ? "moderate" : "clear";
  if (busy > 1.34) return "jam";
  return busy > 0.95 ? "heavy" : busy > 0.45 ? "moderate" : "clear";
}
