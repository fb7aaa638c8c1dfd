import type { Correlation, Feature } from "../types.ts";
import { observeCivic } from "./civic.ts";
import { feature } from "./feature.ts";
import { observeReasons } from "./reason.ts";
import { observeLosses, observeStages } from "./stages.ts";
import { observeTransit } from "./transit.ts";
import type { View } from "./view.ts";
import { observeWarehouse } from "./warehouse.ts";
import { observeWeather } from "./weather.ts";
import { observeWords } from "./words.ts";

const HOUR = 3_600_000;
/** What lost less than this beyond its norm made nothing late; minutes. */
const LEAST_LOSS = 120;
const AROUND: readonly ((view: View) => readonly Feature[])[] = [
  observeReasons,
  observeWords,
  observeTransit,
  observeWarehouse,
  observeWeather,
  observeCivic,
];

/**
 * Delays on the way beside what the failure is about, each seen as a late delivery of its own: they may have added to
 * it, or made the recipient absent or unwilling. Only those that were needed for it: the last run left after the
 * promise, and the stage lost hours against its norm.
 */
export function observeOtherDelays(view: View): NonNullable<Correlation["otherDelays"]> {
  const { promisedBy, kind } = view.failure;
  const until = kind === "late" ? Number.POSITIVE_INFINITY : view.to;
  const last = view.attempts.findLast((attempt) => attempt.end <= until) ?? view.attempt;
  if (promisedBy === null || !last || (last.start ?? last.end) <= promisedBy) return [];
  const firstRun = view.attempts.find((attempt) => attempt.start !== null)?.start ?? view.to;
  const to = Math.min(firstRun, view.to);
  const from = Math.min(view.failure.orderedAt ?? to - 72 * HOUR, to);
  const way: View = { ...view, failure: { ...view.failure, kind: "late" }, scope: "transit", from, to };
  const losses = observeLosses(way).filter(
    ({ level, observed, normal }) =>
      (observed ?? 0) - (normal ?? 0) > LEAST_LOSS && !isExplained(view, level),
  );
  if (losses.length === 0) return [];
  const around = AROUND.flatMap((family) => family(way));
  const onTheWay = feature("failed_at", "transit", "time was lost on the way", []);
  return losses.map((loss) => ({ features: [onTheWay, loss, ...around] }));
}

/** The stage that lost most is what a delivery is about that did not leave in time. */
function isExplained(view: View, stage: string): boolean {
  if (stage === "run") return true;
  if (view.scope !== "transit") return false;
  return observeStages(view).some(({ name, level }) => name === "lost_time" && level === stage);
}
