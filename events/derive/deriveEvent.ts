import type { CanonicalEvent, Derived } from "../event.ts";
import { type AddressInput, addressFlags } from "./addressFlags.ts";
import { deriveText } from "./deriveText.ts";

/** Grows whenever the same words or address would lead to something else. */
export const DERIVATION_VERSION = 1;

const TEXT_MEMBERS = ["text", "note", "notes", "comment", "comments", "remarks"] as const;

/**
 * What analysis may know of an event's personal members: flags and a keyed hash of the address, topics and sentiment
 * of free text. Null when there is neither. `hashAddress` must be keyed and per tenant.
 */
export function deriveEvent(
  event: CanonicalEvent,
  hashAddress: (normalized: string) => string,
): Derived | null {
  const address = addressOf(event);
  const texts = textsOf(event);
  if (address === null && texts.length === 0) return null;
  return {
    v: DERIVATION_VERSION,
    ...(address !== null && {
      address: { flags: addressFlags(address), hash: hashAddress(normalize(address)) },
    }),
    ...(texts.length > 0 && { text: deriveText(texts) }),
  };
}

function textsOf({ reason_text, data }: CanonicalEvent): readonly string[] {
  const texts = reason_text === undefined ? [] : [reason_text];
  for (const name of TEXT_MEMBERS) {
    const text = data?.[name];
    if (typeof text === "string") texts.push(text);
  }
  return texts.filter((text) => text.trim() !== "");
}

/** The address in the data; what it leaves out is taken from the event's own references. */
function addressOf(event: CanonicalEvent): AddressInput | null {
  const sent = event.data?.["address"];
  const place = {
    city: event.city ?? "",
    state: event.region ?? "",
    postalCode: event.postal_code ?? "",
    country: event.country ?? "",
  };
  if (typeof sent === "string")
    return sent.trim() === ""
      ? null
      : { ...place, postalCode: place.postalCode || digitsOf(sent), lines: sent.split(/[\n,]/) };
  if (typeof sent !== "object" || sent === null) return null;
  const member = (name: string) => {
    const value = (sent as Readonly<Record<string, unknown>>)[name];
    return typeof value === "string" ? value : "";
  };
  if (member("line1") === "" && member("line2") === "") return null;
  return {
    lines: [member("line1"), member("line2")],
    city: member("city") || place.city,
    state: member("state") || place.state,
    postalCode: member("postal_code") || place.postalCode,
    country: (member("country") || place.country).toUpperCase(),
  };
}

/** The last run of five or six digits, which in one-line addresses is the postal code. */
function digitsOf(text: string): string {
  return text.match(/\b\d{5,6}\b/g)?.at(-1) ?? "";
}

/** Equal for addresses that differ in case, spaces and punctuation only. */
function normalize({ lines, city, postalCode }: AddressInput): string {
  return [...lines, city, postalCode]
    .join("|")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}|]+/gu, " ")
    .trim();
}
