import type { City, Country } from "./places.ts";
import type { Random } from "./random.ts";

const GIVEN: Readonly<Record<Country, readonly string[]>> = {
  IN: [
    "Asha",
    "Vikram",
    "Meera",
    "Rohan",
    "Kavya",
    "Imran",
    "Leela",
    "Suresh",
    "Nandini",
    "Farah",
    "Tejas",
    "Divya",
  ],
  DE: [
    "Anke",
    "Jonas",
    "Miriam",
    "Cem",
    "Lotte",
    "Bernd",
    "Svenja",
    "Emre",
    "Ulrike",
    "Falk",
    "Greta",
    "Henning",
  ],
  US: [
    "Marcus",
    "Tanya",
    "Luis",
    "Abigail",
    "Derek",
    "Keisha",
    "Owen",
    "Priscilla",
    "Hank",
    "Rosa",
    "Wendell",
    "Joan",
  ],
};
const FAMILY: Readonly<Record<Country, readonly string[]>> = {
  IN: ["Kulkarni", "Sheikh", "Rao", "D'Souza", "Menon", "Jadhav", "Bhatt", "Gowda", "Pillai", "Thakur"],
  DE: ["Brandt", "Yilmaz", "Petersen", "Vogt", "Lindner", "Kowalski", "Hoppe", "Ebert", "Riedel", "Sommer"],
  US: [
    "Whitfield",
    "Ramirez",
    "Okafor",
    "Lindqvist",
    "Barnes",
    "Nguyen",
    "Castellano",
    "Pruitt",
    "Holloway",
    "Meyers",
  ],
};
const FIRMS: Readonly<Record<Country, readonly string[]>> = {
  IN: ["Dental Clinic", "Stationers", "Hardware Stores", "Tutorials"],
  DE: ["Blumenladen", "Architekturbüro", "Zahnarztpraxis", "Fahrradladen"],
  US: ["Law Office", "Auto Repair", "Veterinary Clinic", "Print Shop"],
};
const STREETS: Readonly<Record<Country, readonly string[]>> = {
  IN: [
    "Lake View Road",
    "Temple Street",
    "Station Road",
    "Orchard Avenue",
    "Old Fort Road",
    "Garden Lane",
    "Mill Road",
  ],
  DE: ["Ahornweg", "Bergstraße", "Kanalstraße", "Lindenallee", "Am Markt", "Schillerstraße", "Fabrikstraße"],
  US: ["Maple Ave", "Lakeshore Dr", "Union St", "Prairie Ave", "Cedar Ln", "Franklin Blvd", "Depot St"],
};
const BUILDINGS: readonly string[] = [
  "Sunrise Residency",
  "Green Meadows",
  "Palm Court",
  "Ganesh Heights",
  "Silver Arch",
];
const LANDMARKS: readonly string[] = [
  "near the water tank",
  "opposite the petrol pump",
  "behind the old cinema",
];

export interface Person {
  readonly name: string;
  readonly phone: string;
  readonly email: string;
}

/** An address as it should be written, and what it becomes when a form or a hand drops something. */
export interface Address {
  readonly line1: string;
  readonly line2?: string;
  readonly city: string;
  readonly state: string;
  readonly postal_code: string;
  readonly country: string;
}

export function nameOf(country: Country, random: Random): string {
  return `${random.pick(GIVEN[country])} ${random.pick(FAMILY[country])}`;
}

/** Nobody real: numbers that are not given out, and a mail domain kept for examples. */
export function inventPerson(city: City, business: boolean, random: Random): Person {
  const own = nameOf(city.country, random);
  const name = business ? `${own.split(" ")[1]} ${random.pick(FIRMS[city.country])}` : own;
  const letters = name
    .normalize("NFD")
    .replace(/[^A-Za-z ]/g, "")
    .toLowerCase()
    .replaceAll(" ", ".");
  return { name, phone: phoneOf(city, random), email: `${letters}${random.whole(10, 99)}@example.com` };
}

const GERMAN_EXCHANGE: Readonly<Record<string, string>> = {
  BER: "30 23125",
  HAM: "40 66969",
  MUC: "89 99998",
};
const AMERICAN_AREA: Readonly<Record<string, string>> = { CHI: "312", DFW: "214", ATL: "404" };

function phoneOf({ country, code }: City, random: Random): string {
  if (country === "DE") return `+49 ${GERMAN_EXCHANGE[code]} ${random.whole(100, 999)}`;
  if (country === "US") return `+1 ${AMERICAN_AREA[code]} 555 01${random.whole(10, 99)}`;
  return `+91 00000 ${random.whole(10_000, 99_999)}`;
}

export function inventAddress(city: City, postalCode: string, random: Random): Address {
  const street = random.pick(STREETS[city.country]);
  const place = { city: city.name, state: city.region, postal_code: postalCode, country: city.country };
  if (city.country === "DE") return { line1: `${street} ${random.whole(1, 120)}`, ...place };
  if (city.country === "US") return { line1: `${random.whole(100, 4800)} ${street}`, ...place };
  const line1 = `Flat ${random.whole(1, 9)}0${random.whole(1, 6)}, ${random.pick(BUILDINGS)}`;
  return { line1, line2: street, ...place };
}

/** The house number is gone. */
export function withoutNumber(address: Address, random: Random): Address {
  const street = address.line2 ?? address.line1.replace(/^\d+ | \d+$/g, "");
  if (address.country !== "IN") return { ...address, line1: street };
  if (random.chance(0.5)) return { ...address, line1: random.pick(LANDMARKS), line2: street };
  return { ...address, line1: address.line1.replace(/^Flat \d+, /, ""), line2: street };
}

/** The street does not belong to the postal code: the code of another place, or a digit lost in typing. */
export function withWrongCode(address: Address, random: Random): Address {
  if (address.country === "IN" && random.chance(0.7))
    return { ...address, postal_code: `302${random.whole(100, 999)}` };
  if (random.chance(0.6)) return { ...address, postal_code: address.postal_code.slice(0, -1) };
  return { ...address, line1: `${random.whole(700, 999)}, Unity Plaza` };
}
