import { type Address, inventAddress, inventPerson, nameOf, type Person } from "./people.ts";
import { CITIES, type City, COUNTRIES, type Country, citiesOf, type Zone } from "./places.ts";
import { at, createRandom } from "./random.ts";

export interface Warehouse {
  readonly id: string;
  readonly name: string;
  readonly city: City;
  /** Orders of the whole site that a day can take; the deliveries of this world are a small part of them. */
  readonly capacity: number;
  readonly staff: number;
}

export interface Carrier {
  readonly id: string;
  readonly name: string;
  readonly country: Country;
  /** Whether its drivers' devices tell of arrivals at stops. */
  readonly stopEvents: boolean;
}

/** A carrier's branch in one city. */
export interface Depot {
  readonly id: string;
  readonly carrier: Carrier;
  readonly city: City;
}

/** A vehicle with its usual driver. */
export interface Crew {
  readonly vehicleId: string;
  readonly driverId: string;
  readonly driver: string;
  readonly since: string;
  readonly model: string;
  readonly built: number;
  readonly depot: Depot;
}

export interface Client {
  readonly id: string;
  readonly name: string;
  readonly country: Country;
  readonly segment: string;
  /** Share of the orders that are paid on delivery. */
  readonly cash: number;
}

export interface Customer {
  readonly id: string;
  readonly person: Person;
  readonly business: boolean;
  readonly city: City;
  readonly zone: Zone;
  readonly address: Address;
}

export interface Network {
  readonly warehouses: readonly Warehouse[];
  readonly carriers: readonly Carrier[];
  readonly depots: readonly Depot[];
  readonly crews: readonly Crew[];
  readonly clients: readonly Client[];
  readonly customers: ReadonlyMap<City, readonly Customer[]>;
}

const CARRIERS: readonly (readonly [Country, string])[] = [
  ["IN", "Blue Kite Express"],
  ["DE", "Fuchs & Feder Kurier"],
  ["US", "Redbud Parcel"],
  ["IN", "Monsoon Couriers"],
  ["DE", "Nordlicht Paketdienst"],
  ["US", "Longhorn Last Mile"],
];
const CLIENTS: readonly (readonly [Country, string, string])[] = [
  ["IN", "Saffron Threads", "fashion"],
  ["DE", "Holzspiel", "toys"],
  ["US", "Trailhead Outfitters", "outdoor"],
  ["IN", "Kettle & Clay", "home"],
  ["DE", "Lichtwerk", "electronics"],
  ["US", "Bright Pantry", "grocery"],
  ["IN", "Volt Bazaar", "electronics"],
  ["DE", "Grünzeug", "garden"],
  ["US", "Paws & Co", "pets"],
  ["IN", "Little Peepal Books", "books"],
  ["DE", "Strick & Faden", "fashion"],
  ["US", "Copperline Tools", "hardware"],
];
const MODELS = ["e-van S", "box van 3.5t", "cargo trike", "panel van"];
const CREWS_PER_DEPOT = 3;
const CUSTOMERS_PER_CITY = 160;

/** Who works and lives in the world; the same for the same seed, and the same on every day. */
export function createNetwork(seed: number): Network {
  const carriers = CARRIERS.map(([country, name], index) => ({
    id: `X-${index + 1}`,
    name,
    country,
    stopEvents: index < COUNTRIES.length,
  }));
  const depots = CITIES.flatMap((city) =>
    carriers
      .filter(({ country }) => country === city.country)
      .map((carrier) => ({ id: `${carrier.id}-${city.code}`, carrier, city })),
  );
  return {
    warehouses: CITIES.map((city, index) => warehouseOf(city, index)),
    carriers,
    depots,
    crews: depots.flatMap((depot, index) => crewsOf(seed, depot, index)),
    clients: CLIENTS.map(([country, name, segment], index) => ({
      id: `C-${index + 1}`,
      name,
      country,
      segment,
      cash: country === "IN" ? 0.45 : 0.04,
    })),
    customers: new Map(CITIES.map((city, index) => [city, customersOf(seed, city, index)])),
  };
}

function warehouseOf(city: City, index: number): Warehouse {
  const capacity = 700 + ((index * 170) % 600);
  return {
    id: `W-${city.code}`,
    name: `${city.name} fulfilment centre`,
    city,
    capacity,
    staff: Math.round(capacity / 22),
  };
}

function crewsOf(seed: number, depot: Depot, index: number): readonly Crew[] {
  const random = createRandom(seed, "crew", depot.id);
  return Array.from({ length: CREWS_PER_DEPOT }, (_, place) => {
    const number = index * CREWS_PER_DEPOT + place + 1;
    return {
      vehicleId: `V-${number}`,
      driverId: `DR-${number}`,
      driver: nameOf(depot.city.country, random),
      since: `${random.whole(2018, 2024)}-0${random.whole(1, 9)}-01`,
      model: random.pick(MODELS),
      built: random.whole(2015, 2024),
      depot,
    };
  });
}

function customersOf(seed: number, city: City, index: number): readonly Customer[] {
  const random = createRandom(seed, "customers", city.code);
  return Array.from({ length: CUSTOMERS_PER_CITY }, (_, place) => {
    const business = random.chance(0.15);
    const zone = random.pick(city.zones);
    return {
      id: `U-${index * CUSTOMERS_PER_CITY + place + 1}`,
      person: inventPerson(city, business, random),
      business,
      city,
      zone,
      address: inventAddress(city, zone.postalCode, random),
    };
  });
}

/** The crew that serves a zone for a depot on a day. */
export function crewFor(network: Network, depot: Depot, zone: Zone, day: number): Crew {
  const crews = network.crews.filter((crew) => crew.depot === depot);
  return at(crews, depot.city.zones.indexOf(zone) + day);
}

/** The other cities of the country. */
export function otherCities(city: City): readonly City[] {
  return citiesOf(city.country).filter((each) => each !== city);
}
