import type { Feature } from "../types.ts";
import { feature, minutesUntil } from "./feature.ts";
import type { View } from "./view.ts";

const HOUR = 3_600_000;

/** Whether the recipient was reached before the attempt, could not be, or asked for another time. */
export function observeContact(view: View): readonly Feature[] {
  const from = view.from - 2 * HOUR;
  const within = (type: string) =>
    view.delivery.filter((event) => event.type === type && event.at >= from && event.at <= view.to);
  const unreachable = within("customer.unreachable");
  const contacted = within("shipment.recipient_contacted");
  const asked = within("customer.reschedule_requested");
  const level = unreachable.length > 0 ? (contacted.length > 0 ? "mixed" : "unreachable") : "reached";
  const events = [...unreachable, ...contacted];
  const features: Feature[] = [];
  const last = events.at(-1);
  if (last)
    features.push(
      feature("recipient_contact", level, WORDS[level], events, {
        minutesBefore: minutesUntil(last.at, view.to),
      }),
    );
  if (asked.length > 0)
    features.push(feature("reschedule_request", "asked", "the recipient had asked for another time", asked));
  return features;
}

const WORDS = {
  unreachable: "the recipient could not be reached",
  reached: "the recipient was contacted before the attempt",
  mixed: "the recipient was contacted once and not reached another time",
} as const;
