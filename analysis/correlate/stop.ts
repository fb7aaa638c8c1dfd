import { normOf } from "../norms/learnNorms.ts";
import { slotOf } from "../norms/segments.ts";
import type { Feature } from "../types.ts";
import { feature, inWords, levelBelow, minutesUntil } from "./feature.ts";
import type { View } from "./view.ts";

const MINUTE = 60_000;

/** Whether the driver was at the door, how long, and how long the run had lasted when the attempt was given up. */
export function observeStop(view: View): readonly Feature[] {
  return [...(view.scope === "attempt" && view.attempt ? visit(view) : []), ...observeRunLength(view)];
}

/** Silence counts only where the carrier is known to report arrivals. */
function visit(view: View): readonly Feature[] {
  const arrivals = view.delivery.filter((event) => event.type === "route.stop_arrived");
  const here = arrivals.filter(
    (event) => event.at >= view.from - 30 * MINUTE && event.at <= view.to + 5 * MINUTE,
  );
  const last = here.at(-1);
  if (last) {
    const minutes = minutesUntil(last.at, view.to);
    const level = levelBelow(
      minutes,
      [
        [2, "brief"],
        [8, "usual"],
      ],
      "long",
    );
    return [
      feature(
        "stop_visit",
        level,
        `the driver was at the stop for ${inWords(minutes)} before giving up`,
        here,
        {
          observed: minutes,
          unit: "minutes",
          minutesBefore: minutes,
        },
      ),
    ];
  }
  if (arrivals.length === 0 && view.masters.carrier?.["stop_events"] !== true) return [];
  return [
    feature("stop_visit", "none", "the carrier reports arrivals at stops, but none for this attempt", []),
  ];
}

const HOURS: readonly (readonly [number, string])[] = [
  [1, "early"],
  [2, "usual"],
  [3.5, "longer"],
  [5, "long"],
  [6.5, "very_long"],
  [8, "late"],
];

/** Spreads beyond the median of runs that left at that time of day and were delivered. */
const SPREADS: readonly (readonly [number, string])[] = [
  [-0.5, "early"],
  [0.5, "usual"],
  [1.2, "longer"],
  [2, "long"],
  [3, "very_long"],
  [5, "late"],
];

/** How long the run had lasted when it ended, against the tenant's runs of that time of day. */
export function observeRunLength(view: View): readonly Feature[] {
  if (view.scope === "transit" || view.attempt?.start == null) return [];
  const { start } = view.attempt;
  const minutes = (view.to - start) / MINUTE;
  const { carrier_id: carrier, city } = view.refs;
  const entity = carrier && city ? `${carrier}/${city}` : null;
  const norm = view.norms ? normOf(view.norms, { stage: "run", slot: slotOf(start), entity }) : null;
  const level = norm
    ? levelBelow((minutes - norm.median) / norm.spread, SPREADS, "whole_shift")
    : levelBelow(minutes / 60, HOURS, "whole_shift");
  const left = view.delivery.filter(
    (event) => event.type === "shipment.out_for_delivery" && event.at === start,
  );
  return [
    feature("run_length", level, `the run ended ${inWords(minutes)} after the vehicle had left`, left, {
      observed: Math.round(minutes),
      normal: norm ? Math.round(norm.median) : null,
      unit: "minutes",
    }),
  ];
}
