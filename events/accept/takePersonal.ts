import type { CanonicalEvent, SealedEvent } from "../event.ts";

type Json = Readonly<Record<string, unknown>>;

/** Members of `data` that hold a person's data or anybody's free words, whatever the type. */
const PERSONAL_DATA: ReadonlySet<string> = new Set([
  "recipient",
  "contact",
  "text",
  "note",
  "notes",
  "comment",
  "comments",
  "remarks",
  "instructions",
  "phone",
  "email",
]);
/** What of an address may stay: it is a place, not a door. */
const PUBLIC_ADDRESS: ReadonlySet<string> = new Set(["city", "state", "postal_code", "country"]);

export interface TakenEvent {
  /** The event without its personal members. */
  readonly rest: Omit<SealedEvent, "personal" | "derived">;
  /** JSON of the personal members in the event's own shape, or null when it has none. */
  readonly personal: string | null;
  /** Whose data key seals it. */
  readonly subject: string;
}

/** Takes the personal members out of an event. Merged back, the two parts give the event again. */
export function takePersonal(event: CanonicalEvent): TakenEvent {
  const { reason_text, data, ...rest } = event;
  const split = data === undefined ? null : splitData(data, event.type);
  const taken = {
    ...(reason_text !== undefined && { reason_text }),
    ...(split !== null && Object.keys(split.personal).length > 0 && { data: split.personal }),
  };
  return {
    rest: split === null ? rest : { ...rest, data: split.open },
    personal: Object.keys(taken).length > 0 ? JSON.stringify(taken) : null,
    subject: subjectOf(event.customer_id, event.delivery_id),
  };
}

/** The subject of personal data: the customer, else the delivery, else the tenant as a whole. */
export function subjectOf(customerId: unknown, deliveryId: unknown): string {
  if (typeof customerId === "string") return `customer:${customerId}`;
  return typeof deliveryId === "string" ? `delivery:${deliveryId}` : "tenant";
}

function splitData(data: Json, type: string): { readonly open: Json; readonly personal: Json } {
  const names = Object.keys(data);
  if (!names.some((name) => name === "address" || isPersonal(name, type)))
    return { open: data, personal: {} };
  const open: [string, unknown][] = [];
  const personal: [string, unknown][] = [];
  for (const name of names) {
    if (isPersonal(name, type)) personal.push([name, data[name]]);
    else if (name !== "address") open.push([name, data[name]]);
    else splitAddress(data[name], open, personal);
  }
  return { open: Object.fromEntries(open), personal: Object.fromEntries(personal) };
}

/** A customer's master data name a person; those of other parties name a business or a thing. */
function isPersonal(name: string, type: string): boolean {
  return PERSONAL_DATA.has(name) || (name === "name" && type === "customer.updated");
}

function splitAddress(address: unknown, open: [string, unknown][], personal: [string, unknown][]): void {
  if (typeof address !== "object" || address === null || Array.isArray(address)) {
    personal.push(["address", address]);
    return;
  }
  const members = Object.entries(address);
  const kept = members.filter(([name]) => PUBLIC_ADDRESS.has(name));
  const taken = members.filter(([name]) => !PUBLIC_ADDRESS.has(name));
  if (kept.length > 0) open.push(["address", Object.fromEntries(kept)]);
  if (taken.length > 0) personal.push(["address", Object.fromEntries(taken)]);
}
