import type { Feature } from "../types.ts";
import { feature, levelBelow } from "./feature.ts";
import type { View } from "./view.ts";

const DAY = 86_400_000;

/** How long the driver had been in the job at the attempt, where master data say since when. */
export function observeDriver(view: View): readonly Feature[] {
  if (view.scope === "transit") return [];
  const since = view.masters.driver?.["since"];
  const at = typeof since === "string" ? Date.parse(since) : Number.NaN;
  if (Number.isNaN(at)) return [];
  const days = (view.to - at) / DAY;
  if (days < 0) return [];
  const level = levelBelow(
    days,
    [
      [30, "new"],
      [120, "recent"],
    ],
    "experienced",
  );
  return [
    feature("driver_experience", level, `the driver had been in the job for ${Math.round(days)} days`, [], {
      observed: Math.round(days),
      unit: "days",
    }),
  ];
}
