import { atLocal, type Clock, stamp } from "./clock.ts";
import type { Network } from "./network.ts";
import { CITIES, COUNTRIES } from "./places.ts";
import { at, fractionOf } from "./random.ts";
import type { Planted } from "./types.ts";

export type EpisodeKind =
  | "backlog"
  | "storm"
  | "bad_vehicle"
  | "missort"
  | "stockout"
  | "address_form"
  | "new_crew"
  | "packing"
  | "festival"
  | "strike";

/** Comes back every so many days and lasts so many, each time at another site of its list. */
interface Rhythm {
  readonly every: number;
  readonly lasts: number;
  readonly sites: readonly Site[];
  readonly what: string;
}

interface Site {
  readonly id: string;
  readonly where: string;
  readonly clock: Clock;
}

export interface Episodes {
  /** Which day of the episode (from 0) it is at the site on a local day, or null where there is none. */
  dayOf(kind: EpisodeKind, siteId: string, day: number): number | null;
  /** First local day of the episode that is on, or was last on, at any site. */
  startOf(kind: EpisodeKind, day: number): number;
  /** The episodes that overlap [from, to), epoch ms, in order of their start. */
  within(from: number, to: number): readonly Planted[];
}

/** Strides that share no divisor with the number of sites, so that each site has its turn. */
const STRIDE = 5;

export function createEpisodes(seed: number, network: Network): Episodes {
  const rhythms = rhythmsOf(network);
  const phase = (kind: EpisodeKind) => Math.floor(fractionOf(seed, kind, "phase") * rhythms[kind].every);
  const turnOf = (kind: EpisodeKind, day: number) => Math.floor((day - phase(kind)) / rhythms[kind].every);
  const first = (kind: EpisodeKind, turn: number) => turn * rhythms[kind].every + phase(kind);
  const siteOf = (kind: EpisodeKind, turn: number) => {
    const { sites } = rhythms[kind];
    return at(sites, Math.floor(fractionOf(seed, kind, "site") * sites.length) + turn * STRIDE);
  };
  const told = (
    kind: EpisodeKind,
    turn: number,
  ): Planted & { readonly start: number; readonly end: number } => {
    const { what, lasts } = rhythms[kind];
    const { where, clock } = siteOf(kind, turn);
    const [start, end] = [first(kind, turn), first(kind, turn) + lasts].map((day) =>
      atLocal(clock, day, 0),
    ) as [number, number];
    return { what, where, from: stamp(clock, start), to: stamp(clock, end), start, end };
  };
  return {
    dayOf: (kind, siteId, day) => {
      const turn = turnOf(kind, day);
      const passed = day - first(kind, turn);
      return passed < rhythms[kind].lasts && siteOf(kind, turn).id === siteId ? passed : null;
    },
    startOf: (kind, day) => first(kind, turnOf(kind, day)),
    within: (from, to) =>
      (Object.keys(rhythms) as EpisodeKind[])
        .flatMap((kind) => {
          const [low, high] = [
            turnOf(kind, Math.floor(from / 86_400_000) - 1),
            turnOf(kind, Math.ceil(to / 86_400_000) + 1),
          ];
          return Array.from({ length: high - low + 1 }, (_, index) => told(kind, low + index));
        })
        .filter(({ start, end }) => start < to && end > from)
        .sort((a, b) => a.start - b.start)
        .map(({ start: _start, end: _end, ...rest }) => rest),
  };
}

function rhythmsOf(network: Network): Readonly<Record<EpisodeKind, Rhythm>> {
  const cities = CITIES.map(({ code, name, clock }) => ({ id: code, where: name, clock }));
  const sites = network.warehouses.map(({ id, name, city }) => ({
    id,
    where: `${id}, ${name}`,
    clock: city.clock,
  }));
  const depots = network.depots.map(({ id, carrier, city }) => ({
    id,
    where: `${carrier.name} (${carrier.id}), ${city.name}`,
    clock: city.clock,
  }));
  const vehicles = network.crews.map(({ vehicleId, depot }) => ({
    id: vehicleId,
    where: `${vehicleId} of ${depot.carrier.name}, ${depot.city.name}`,
    clock: depot.city.clock,
  }));
  const clocks = { IN: "india", DE: "central_europe", US: "us_central" } as const;
  const clients = network.clients.map(({ id, name, country }) => ({
    id,
    where: `${name} (${id})`,
    clock: clocks[country],
  }));
  const farApart = depots.map((_, index) => at(depots, index * (2 * COUNTRIES.length + 1)));
  return {
    backlog: { every: 3, lasts: 2, sites, what: "backlog: more orders than the warehouse can work off" },
    storm: { every: 3, lasts: 1, sites: cities, what: "storm from morning to night" },
    bad_vehicle: { every: 7, lasts: 7, sites: vehicles, what: "vehicle that breaks down on most days" },
    missort: {
      every: 6,
      lasts: 3,
      sites: farApart,
      what: "parcels for this depot are sorted to the wrong city",
    },
    stockout: {
      every: 5,
      lasts: 2,
      sites: clients,
      what: "a popular item of this shop runs out in the warehouses",
    },
    address_form: { every: 6, lasts: 3, sites: clients, what: "the shop's order form drops house numbers" },
    new_crew: { every: 8, lasts: 6, sites: depots, what: "new drivers at this depot" },
    packing: { every: 8, lasts: 2, sites, what: "weak cartons: goods arrive damaged" },
    festival: { every: 5, lasts: 1, sites: cities, what: "street festival: jams from the afternoon on" },
    strike: { every: 17, lasts: 1, sites: cities, what: "strike at the parcel hubs" },
  };
}
