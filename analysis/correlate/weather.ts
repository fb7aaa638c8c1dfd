import type { Feature } from "../types.ts";
import { feature, numberIn, textIn } from "./feature.ts";
import { distanceTo, inForce } from "./place.ts";
import type { View } from "./view.ts";

const HOUR = 3_600_000;
const LEVELS = ["clear", "light", "bad", "severe"] as const;

/** The worst weather in force where the delivery was to go, while it was on its way there. */
export function observeWeather(view: View): readonly Feature[] {
  const span = { from: Math.max(view.from, view.to - 24 * HOUR), to: view.to };
  return [
    ...worst(view, "context.weather", "weather", span),
    ...worst(view, "context.weather_alert", "weather_alert", span),
  ];
}

function worst(
  view: View,
  type: string,
  name: string,
  span: { from: number; to: number },
): readonly Feature[] {
  const rated = inForce(view, type, span).flatMap(({ event }) => {
    const severity = numberIn(event, "severity");
    return severity === null ? [] : [{ event, severity: Math.min(3, Math.max(0, Math.round(severity))) }];
  });
  const top = rated.reduce<(typeof rated)[number] | null>(
    (a, b) => (a === null || b.severity > a.severity ? b : a),
    null,
  );
  if (top === null) return [];
  const level = LEVELS[top.severity] ?? "clear";
  const what = (textIn(top.event, "condition") ?? "weather").replace(/_/g, " ");
  const where = top.event.refs.city ?? "the place of delivery";
  const verb = name === "weather" ? "was observed" : "was announced";
  return [
    feature(name, level, `${what} of severity ${top.severity} ${verb} for ${where}`, [top.event], {
      observed: top.severity,
      normal: 0,
      unit: "severity 0-3",
      minutesBefore: 0,
      distanceKm: distanceTo(top.event, view),
    }),
  ];
}
