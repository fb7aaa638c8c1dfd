/** First digits of Indian PIN codes by state (India Post's circles) and by sorting district of large cities. */
const STATES: Readonly<Record<string, readonly string[]>> = {
  delhi: ["11"],
  haryana: ["12", "13"],
  punjab: ["14", "15", "16"],
  chandigarh: ["16"],
  "himachal pradesh": ["17"],
  "jammu and kashmir": ["18", "19"],
  ladakh: ["19"],
  "uttar pradesh": ["20", "21", "22", "23", "24", "25", "26", "27", "28"],
  uttarakhand: ["24", "26"],
  rajasthan: ["30", "31", "32", "33", "34"],
  gujarat: ["36", "37", "38", "39"],
  maharashtra: ["40", "41", "42", "43", "44"],
  goa: ["40"],
  "madhya pradesh": ["45", "46", "47", "48"],
  chhattisgarh: ["49"],
  telangana: ["50"],
  "andhra pradesh": ["50", "51", "52", "53"],
  karnataka: ["56", "57", "58", "59"],
  "tamil nadu": ["60", "61", "62", "63", "64"],
  puducherry: ["53", "60", "67"],
  kerala: ["67", "68", "69"],
  "west bengal": ["70", "71", "72", "73", "74"],
  odisha: ["75", "76", "77"],
  assam: ["78"],
  bihar: ["80", "81", "82", "84", "85"],
  jharkhand: ["81", "82", "83"],
};

const CITIES: Readonly<Record<string, readonly string[]>> = {
  delhi: ["110"],
  "new delhi": ["110"],
  gurugram: ["122"],
  gurgaon: ["122"],
  noida: ["201"],
  chandigarh: ["160"],
  lucknow: ["226", "227"],
  kanpur: ["208", "209"],
  jaipur: ["302", "303"],
  ahmedabad: ["380", "382"],
  surat: ["394", "395"],
  vadodara: ["390", "391"],
  mumbai: ["400", "401"],
  thane: ["400", "401", "421"],
  "navi mumbai": ["400", "410"],
  pune: ["410", "411", "412"],
  nashik: ["422"],
  nagpur: ["440", "441"],
  indore: ["452", "453"],
  bhopal: ["462"],
  hyderabad: ["500", "501", "502"],
  visakhapatnam: ["530", "531"],
  bengaluru: ["560", "562"],
  bangalore: ["560", "562"],
  mysuru: ["570", "571"],
  mysore: ["570", "571"],
  chennai: ["600", "601", "602", "603"],
  madurai: ["625"],
  coimbatore: ["641", "642"],
  kochi: ["682", "683"],
  thiruvananthapuram: ["695"],
  kolkata: ["700"],
  howrah: ["711"],
  bhubaneswar: ["751", "752"],
  guwahati: ["781"],
  patna: ["800", "801"],
  ranchi: ["834", "835"],
};

export interface Place {
  readonly city: string;
  readonly state: string;
  readonly country: string;
  readonly postalCode: string;
}

const SHAPES: Readonly<Record<string, RegExp>> = {
  IN: /^[1-9]\d{5}$/,
  US: /^\d{5}(?:-?\d{4})?$/,
  BR: /^\d{5}-?\d{3}$/,
  DE: /^\d{5}$/,
  FR: /^\d{5}$/,
  GB: /^[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}$/i,
};

/** What is wrong with the postal code of a place, as far as this is known of its country; null when nothing. */
export function checkPostalCode({
  city,
  state,
  country,
  postalCode,
}: Place): "invalid_postal_code" | "mismatched_postal_code" | null {
  const code = postalCode.replace(/\s+/g, country === "GB" ? " " : "");
  const shape = SHAPES[country];
  if (shape !== undefined && !shape.test(code)) return "invalid_postal_code";
  if (country !== "IN") return null;
  const expected = CITIES[city.trim().toLowerCase()] ?? STATES[state.trim().toLowerCase()];
  return expected === undefined || expected.some((prefix) => code.startsWith(prefix))
    ? null
    : "mismatched_postal_code";
}
