import { phraseOf } from "../model/phrases.ts";
import type { Feature, ObservedEvent } from "../types.ts";
import { feature, minutesUntil, numberIn } from "./feature.ts";
import { isOfThisFailure, reportedDelays } from "./told.ts";
import type { View } from "./view.ts";
import { REMARK_HOURS } from "./windows.ts";

const HOUR = 3_600_000;

/** Topics of what people wrote: with the attempt, with a delay, at the warehouse, and by the recipient afterwards. */
export function observeWords(view: View): readonly Feature[] {
  return [...reportWords(view), ...warehouseWords(view), ...remarks(view)];
}

function reportWords(view: View): readonly Feature[] {
  const attempt = view.scope === "attempt" ? (view.attempt?.reports ?? []) : [];
  const delays = reportedDelays(view).filter((event) => {
    if (view.scope === "attempt") return event.at >= view.from && event.at <= view.to;
    return (numberIn(event, "delay_minutes") ?? Number.POSITIVE_INFINITY) >= 180;
  });
  return [
    ...topics("report_words", attempt, "the report of the attempt", view.to),
    ...topics("delay_words", delays, "the report of the delay", view.to),
  ];
}

function warehouseWords(view: View): readonly Feature[] {
  const own = view.delivery.filter(
    (event) => event.type === "warehouse.note" && isOfThisFailure(view, event),
  );
  const dispatched = view.delivery.find((event) => event.type === "warehouse.dispatched")?.at ?? view.to;
  const ordered = view.failure.orderedAt ?? dispatched - 24 * HOUR;
  const site = view.entity.filter(
    (event) =>
      event.type.startsWith("warehouse.") && event.at <= dispatched && event.at >= ordered - 12 * HOUR,
  );
  return [
    ...topics("warehouse_note", own, "a warehouse note on this order", view.to),
    ...topics("site_note", site, "a note of the warehouse on its day", view.to),
  ];
}

function remarks(view: View): readonly Feature[] {
  const said = view.delivery.filter(
    (event) =>
      event.type === "feedback.received" &&
      event.at >= view.from &&
      event.at <= view.to + REMARK_HOURS * HOUR,
  );
  return topics("feedback_words", said, "the recipient's remark", view.to);
}

/** Words about the failure itself: that they name no cause is worth knowing. Notes of a site speak of anything. */
const OF_THE_FAILURE: ReadonlySet<string> = new Set(["report_words", "delay_words", "feedback_words"]);

/** One feature for each topic that the texts speak of; a text of many topics counts once for each. */
function topics(
  name: string,
  events: readonly ObservedEvent[],
  where: string,
  end: number,
): readonly Feature[] {
  const spoken = events.flatMap((event) => (event.derived?.text ? [{ event, ...event.derived.text }] : []));
  const byTopic = Map.groupBy(
    spoken.flatMap(({ event, topics: found }) => found.map((topic) => ({ topic, event }))),
    ({ topic }) => topic,
  );
  if (byTopic.size === 0 && spoken.length > 0 && OF_THE_FAILURE.has(name))
    return [
      feature(name, "vague", `${where} names no cause`, [...new Set(spoken.map(({ event }) => event))]),
    ];
  return [...byTopic].map(([topic, found]) => {
    const behind = found.map(({ event }) => event);
    return feature(name, topic, `${where} says that ${phraseOf(topic)}`, behind, {
      minutesBefore: minutesUntil(Math.max(...behind.map((event) => event.at)), end),
    });
  });
}
