import type { Feature } from "../types.ts";
import { feature, inWords, levelBelow, minutesUntil } from "./feature.ts";
import type { View } from "./view.ts";

const MINUTE = 60_000;

/** Whether the driver was at the door, how long, and how long the run had lasted when the attempt was given up. */
export function observeStop(view: View): readonly Feature[] {
  if (view.scope !== "attempt" || !view.attempt) return [];
  return [...visit(view), ...runLength(view)];
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

function runLength(view: View): readonly Feature[] {
  if (view.attempt?.start == null) return [];
  const minutes = (view.to - view.attempt.start) / MINUTE;
  const level = levelBelow(
    minutes / 60,
    [
      [2, "short"],
      [5, "usual"],
      [8, "long"],
    ],
    "whole_shift",
  );
  const start = view.delivery.filter(
    (event) => event.type === "shipment.out_for_delivery" && event.at === view.attempt?.start,
  );
  return [
    feature("run_length", level, `the attempt ended ${inWords(minutes)} after the vehicle had left`, start, {
      observed: Math.round(minutes),
      unit: "minutes",
    }),
  ];
}
