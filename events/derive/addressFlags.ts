import { checkPostalCode } from "./postalAreas.ts";

export interface AddressInput {
  readonly lines: readonly string[];
  readonly city: string;
  readonly state: string;
  readonly postalCode: string;
  readonly country: string;
}

/** Numbers that name a part of a town or a road, not a house. */
const AREA_NUMBER =
  /\b(?:sector|sec|phase|ward|block|stage|zone|km|nh|sh|highway|route|main|cross|street|st|road|rd|avenue|ave|lane)\b\.?\s*(?:no\.?\s*)?#?\d+\w*|\b\d+(?:st|nd|rd|th)\b/gi;
const HOUSE_LETTER =
  /\b(?:flat|house|plot|unit|door|shop|apt|apartment|suite|room)\b\.?\s*(?:no\.?|number)?\s*[a-z]\b/i;
const LANDMARK =
  /^(?:near|nr|opp|opposite|behind|beside|besides|next to|by the|in front of|adjacent|close to|above|below|landmark)\b/i;
const PLACEHOLDER =
  /^(?:test\w*|n\/?a|none|nil|null|undefined|unknown|same(?: as above)?|address|asdf\w*|qwerty\w*|tbd|[-.,_x*0]+)$/i;

/**
 * What makes an address hard to deliver to: `missing_number`, `vague_landmark` (a landmark instead of house and street),
 * `placeholder`, `repeated_words`, `too_short`, `missing_postal_code`, `invalid_postal_code`, `mismatched_postal_code`.
 */
export function addressFlags(address: AddressInput): readonly string[] {
  const [first = "", ...rest] = address.lines.map((line) => line.trim()).filter((line) => line !== "");
  const flags: string[] = [];
  const text = [first, ...rest].join(", ");
  if (PLACEHOLDER.test(first)) flags.push("placeholder");
  else if (text.replace(/[^\p{L}\p{N}]/gu, "").length < 8) flags.push("too_short");
  else if (!hasHouseNumber(text, address.postalCode))
    flags.push(LANDMARK.test(first) ? "vague_landmark" : "missing_number");
  if (repeats(first, rest)) flags.push("repeated_words");
  const postal = address.postalCode.trim() === "" ? "missing_postal_code" : checkPostalCode(address);
  if (postal !== null) flags.push(postal);
  return flags;
}

function hasHouseNumber(text: string, postalCode: string): boolean {
  const without = text.replaceAll(postalCode || "\u0000", " ").replace(AREA_NUMBER, " ");
  return /\p{N}/u.test(without) || HOUSE_LETTER.test(without);
}

/** The same line twice, or one word three times and more. */
function repeats(first: string, rest: readonly string[]): boolean {
  if (first.length > 3 && rest.some((line) => line.toLowerCase() === first.toLowerCase())) return true;
  const counts = new Map<string, number>();
  for (const word of [first, ...rest]
    .join(" ")
    .toLowerCase()
    .match(/\p{L}{3,}/gu) ?? [])
    counts.set(word, (counts.get(word) ?? 0) + 1);
  return [...counts.values()].some((count) => count >= 3);
}
