import type { Feature } from "../types.ts";
import { feature, levelBelow, numberIn, textIn } from "./feature.ts";
import { distanceTo, inForce } from "./place.ts";
import type { View } from "./view.ts";

const HOUR = 3_600_000;
const RANK: Readonly<Record<string, number>> = { clear: 0, moderate: 1, heavy: 2, jam: 3 };

/** How many times as long journeys take, where the feed says so: that compares between feeds, their words do not. */
const RATIOS: readonly (readonly [number, string])[] = [
  [1.4, "clear"],
  [1.6, "moderate"],
  [2, "heavy"],
  [2.4, "jam"],
];

/** The worst traffic of the run, as its feed told it. Heavy traffic is common: by itself it says little. */
export function observeTraffic(view: View): readonly Feature[] {
  if (view.scope === "transit") return [];
  const found = inForce(view, "context.traffic", {
    from: Math.max(view.from, view.to - 12 * HOUR),
    to: view.to,
  });
  const known = found.filter(({ event }) => rank(textIn(event, "level")) !== null);
  const top = known.reduce<(typeof known)[number] | null>(
    (a, b) => (a === null || worse(b.event, a.event) ? b : a),
    null,
  );
  if (top === null) return [];
  const ratio = numberIn(top.event, "delay_ratio");
  const told = textIn(top.event, "level") ?? "clear";
  const level = ratio === null ? told : levelBelow(ratio, RATIOS, "standstill");
  const slow = ratio === null ? "" : `, journeys took ${ratio.toFixed(1)} times as long`;
  return [
    feature(
      "traffic",
      level,
      `traffic was ${told} in ${top.event.refs.city ?? "the area"}${slow}`,
      [top.event],
      {
        observed: ratio,
        normal: 1,
        unit: ratio === null ? null : "delay ratio",
        minutesBefore: 0,
        distanceKm: distanceTo(top.event, view),
      },
    ),
  ];
}

function worse(
  a: { data: Readonly<Record<string, unknown>> },
  b: { data: Readonly<Record<string, unknown>> },
): boolean {
  const [x, y] = [rank(a.data["level"]) ?? -1, rank(b.data["level"]) ?? -1];
  return x > y || (x === y && Number(a.data["delay_ratio"] ?? 0) > Number(b.data["delay_ratio"] ?? 0));
}

function rank(level: unknown): number | null {
  return typeof level === "string" ? (RANK[level] ?? null) : null;
}
