import type { CanonicalEvent, SealedEvent } from "../event.ts";
import { splitPersonal } from "../personal/splitPersonal.ts";

export interface TakenEvent {
  /** The event without its personal members. */
  readonly rest: Omit<SealedEvent, "personal" | "derived">;
  /** JSON of the personal members in the event's own shape, as `mergePersonal` reads it, or null when it has none. */
  readonly personal: string | null;
  /** Whose data key seals it. */
  readonly subject: string;
}

/** Takes the personal members out of an event. Merged back, the two parts give the event again. */
export function takePersonal(event: CanonicalEvent): TakenEvent {
  const { reason_text, ...rest } = event;
  const split = event.data === undefined ? null : splitPersonal(event.data, event.type);
  const taken = {
    ...(reason_text !== undefined && { reason_text }),
    ...(split !== null && { data: split.personal }),
  };
  return {
    rest: split === null ? rest : { ...rest, data: split.open },
    personal: reason_text === undefined && split === null ? null : JSON.stringify(taken),
    subject: subjectOf(event.customer_id, event.delivery_id),
  };
}

/** The subject of personal data: the customer, else the delivery, else the tenant as a whole. */
export function subjectOf(customerId: unknown, deliveryId: unknown): string {
  if (typeof customerId === "string") return `customer:${customerId}`;
  return typeof deliveryId === "string" ? `delivery:${deliveryId}` : "tenant";
}
