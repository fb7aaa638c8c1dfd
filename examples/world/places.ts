import type { Clock } from "./clock.ts";

export type Country = "IN" | "DE" | "US";

export interface Zone {
  readonly id: string;
  readonly postalCode: string;
}

export interface City {
  readonly code: string;
  readonly name: string;
  readonly region: string;
  readonly country: Country;
  readonly clock: Clock;
  readonly lat: number;
  readonly lon: number;
  readonly zones: readonly Zone[];
  /** Share of the world's orders. */
  readonly share: number;
}

export const COUNTRIES: readonly Country[] = ["IN", "DE", "US"];

export const CURRENCY: Readonly<Record<Country, string>> = { IN: "INR", DE: "EUR", US: "USD" };

function city(
  country: Country,
  clock: Clock,
  share: number,
  [code, name, region]: readonly [string, string, string],
  [lat, lon]: readonly [number, number],
  postalCodes: readonly string[],
): City {
  const zones = postalCodes.map((postalCode, index) => ({ id: `${code}-${index + 1}`, postalCode }));
  return { code, name, region, country, clock, lat, lon, zones, share };
}

/** In turn one city of each country, so that neighbours in the list are far apart. */
export const CITIES: readonly City[] = [
  city(
    "IN",
    "india",
    12,
    ["PNQ", "Pune", "Maharashtra"],
    [18.52, 73.86],
    ["411045", "411014", "411028", "411004"],
  ),
  city(
    "DE",
    "central_europe",
    11,
    ["BER", "Berlin", "Berlin"],
    [52.52, 13.4],
    ["10115", "10999", "13353", "12043"],
  ),
  city(
    "US",
    "us_central",
    13,
    ["CHI", "Chicago", "Illinois"],
    [41.88, -87.63],
    ["60614", "60622", "60640", "60609"],
  ),
  city(
    "IN",
    "india",
    12,
    ["BOM", "Mumbai", "Maharashtra"],
    [19.08, 72.88],
    ["400053", "400070", "400092", "400016"],
  ),
  city(
    "DE",
    "central_europe",
    10,
    ["HAM", "Hamburg", "Hamburg"],
    [53.55, 10.0],
    ["20095", "22765", "21073", "22041"],
  ),
  city(
    "US",
    "us_central",
    11,
    ["DFW", "Dallas", "Texas"],
    [32.78, -96.8],
    ["75201", "75214", "75228", "75208"],
  ),
  city(
    "IN",
    "india",
    11,
    ["BLR", "Bengaluru", "Karnataka"],
    [12.97, 77.59],
    ["560034", "560066", "560078", "560024"],
  ),
  city(
    "DE",
    "central_europe",
    9,
    ["MUC", "München", "Bayern"],
    [48.14, 11.58],
    ["80331", "81541", "80997", "81829"],
  ),
  city(
    "US",
    "us_eastern",
    11,
    ["ATL", "Atlanta", "Georgia"],
    [33.75, -84.39],
    ["30308", "30316", "30324", "30310"],
  ),
];

/** Hours on the road between two cities of a country, least and most. */
export const ROAD_HOURS: Readonly<Record<Country, readonly [number, number]>> = {
  IN: [7, 17],
  DE: [5, 9],
  US: [11, 20],
};

export function citiesOf(country: Country): readonly City[] {
  return CITIES.filter((each) => each.country === country);
}
