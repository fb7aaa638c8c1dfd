import type { Feature } from "../types.ts";
import { feature, numberIn, textIn } from "./feature.ts";
import { distanceTo, inForce } from "./place.ts";
import type { View } from "./view.ts";

const HOUR = 3_600_000;

/** Closures, strikes, holidays and gatherings in force at the place while the delivery was on its way there. */
export function observeCivic(view: View): readonly Feature[] {
  return [...closures(view), ...strikes(view), ...days(view)];
}

function closures(view: View): readonly Feature[] {
  const found = inForce(view, "context.road_closure");
  const first = found[0];
  if (!first || view.scope === "transit") return [];
  const level = first.event.refs.zone ? "in_zone" : "in_city";
  const why = textIn(first.event, "name");
  const statement = `a road in ${first.event.refs.zone ?? first.event.refs.city ?? "the area"} was closed${why ? ` (${why})` : ""}`;
  return [
    feature(
      "road_closure",
      level,
      statement,
      found.map(({ event }) => event),
      {
        minutesBefore: 0,
        distanceKm: distanceTo(first.event, view),
      },
    ),
  ];
}

/** A strike holds goods up at the hub, so it counts from the day before the run. */
function strikes(view: View): readonly Feature[] {
  const found = inForce(view, "context.strike", {
    from: Math.max(view.from, view.to - 72 * HOUR),
    to: view.to,
  });
  const first = found[0];
  if (!first) return [];
  const name = textIn(first.event, "name") ?? "a strike";
  return [
    feature(
      "strike",
      "in_force",
      `${name} in ${first.event.refs.city ?? "the area"}`,
      found.map(({ event }) => event),
      { minutesBefore: 0 },
    ),
  ];
}

function days(view: View): readonly Feature[] {
  const span = { from: Math.max(view.from, view.to - 36 * HOUR), to: view.to };
  return (["holiday", "festival", "event"] as const).flatMap((kind) => {
    const found = inForce(view, `context.${kind}`, span);
    const first = found[0];
    if (!first) return [];
    const name = textIn(first.event, "name") ?? `a ${kind}`;
    const crowd = numberIn(first.event, "expected_attendance");
    const statement = `${name} in ${first.event.refs.city ?? "the area"}`;
    return [
      feature(
        kind === "event" ? "gathering" : kind,
        "in_force",
        statement,
        found.map(({ event }) => event),
        {
          observed: crowd,
          unit: crowd === null ? null : "people",
          minutesBefore: 0,
        },
      ),
    ];
  });
}
