import type { Event } from "../../generated/models.ts";

/** An event to send: the id may be left out, times may be dates. */
export type EventInput = Omit<Event, "id" | "occurred_at"> & {
  readonly id?: string | undefined;
  readonly occurred_at: string | Date;
};

/**
 * The event as it is sent. One without an id is named by its content: the same members with the same values are the
 * same event, whenever and from wherever they are sent.
 */
export async function withId(event: EventInput): Promise<Event> {
  if (event.id !== undefined) return event as Event;
  const content = new TextEncoder().encode(JSON.stringify(sorted(JSON.parse(JSON.stringify(event)))));
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", content));
  const id = Array.from(hash.subarray(0, 16), (byte) => byte.toString(16).padStart(2, "0")).join("");
  return { ...event, id: `auto_${id}` } as Event;
}

/** Members in the order of their names, so that it does not matter how the object was built. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(members.map(([name, one]) => [name, sorted(one)]));
}
