import { DomainError } from "../../tenancy/errors.ts";
import { isWebhookEventType, WEBHOOK_EVENT_TYPES } from "../eventTypes.ts";

/** The types without repeats, in the order given. @throws DomainError `unprocessable` for none or an unknown one. */
export function checkEventTypes(types: readonly string[]): string[] {
  const errors = types.flatMap((type, index) =>
    isWebhookEventType(type)
      ? []
      : [
          {
            code: "unknown_event_type",
            pointer: `/event_types/${index}`,
            detail: `Known: ${WEBHOOK_EVENT_TYPES.join(", ")}.`,
          },
        ],
  );
  if (types.length === 0) {
    errors.push({ code: "required", pointer: "/event_types", detail: "Name at least one event type." });
  }
  if (errors.length > 0)
    throw new DomainError("unprocessable", "The event types cannot be subscribed to.", { errors });
  return [...new Set(types)];
}
