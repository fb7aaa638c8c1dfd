import type { Feature, ObservedEvent } from "../types.ts";
import { feature, inWords, minutesUntil, numberIn } from "./feature.ts";
import { reportedDelays } from "./told.ts";
import type { View } from "./view.ts";

/** Delays that were announced as shorter than this rarely explain a missed promise; minutes. */
const MINOR_DELAY = 180;

/** What the senders gave as the reason: of the attempt itself, or of the delays on the way. Reports are evidence, not truth. */
export function observeReasons(view: View): readonly Feature[] {
  if (view.scope === "attempt") return [...attemptReasons(view), ...runDelays(view)];
  return delayReasons(
    view,
    reportedDelays(view).filter((event) => event.at <= view.to + 12 * 3_600_000),
  );
}

function attemptReasons(view: View): readonly Feature[] {
  const reports = (view.attempt?.reports ?? []).filter(reasoned);
  const recorded = view.failure.recordedReason;
  if (reports.length === 0 && recorded && view.failure.kind === "attempt_failed")
    return [feature("recorded_reason", recorded.code, `${recorded.source} recorded ${recorded.code}`, [])];
  return reports.map((event) =>
    feature("recorded_reason", event.reason ?? "", `${event.source} recorded ${event.reason}`, [event], {
      minutesBefore: 0,
    }),
  );
}

function runDelays(view: View): readonly Feature[] {
  return delayReasons(
    view,
    reportedDelays(view).filter((event) => event.at >= view.from && event.at <= view.to),
  );
}

function delayReasons(view: View, delays: readonly ObservedEvent[]): readonly Feature[] {
  return delays.filter(reasoned).map((event) => {
    const minutes = numberIn(event, "delay_minutes");
    const minor = minutes !== null && minutes < MINOR_DELAY;
    const name =
      event.type === "warehouse.dispatch_delayed"
        ? "dispatch_reason"
        : minor
          ? "minor_delay_reason"
          : "delay_reason";
    const size = minutes === null ? "a delay" : `a delay of ${inWords(minutes)}`;
    return feature(
      name,
      event.reason ?? "",
      `${event.source} reported ${size} and recorded ${event.reason}`,
      [event],
      {
        observed: minutes,
        unit: minutes === null ? null : "minutes",
        minutesBefore: minutesUntil(event.at, view.to),
      },
    );
  });
}

function reasoned(event: ObservedEvent): boolean {
  return event.reason !== null && event.reason !== "unknown";
}
