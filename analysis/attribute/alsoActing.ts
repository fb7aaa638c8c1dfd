import { familyOf } from "../model/causes.ts";
import { type FeatureStructure, featureStructures } from "../model/structure.ts";
import type { AttributionModel } from "../model/types.ts";
import type { FailureKind } from "../types.ts";
import type { Posterior, Weighed } from "./posterior.ts";

/** Reports and words about a failure name its main cause, so they say nothing of a second one. */
const OF_THE_MAIN: ReadonlySet<string> = new Set([
  "failed_at",
  "recorded_reason",
  "report_words",
  "delay_reason",
  "minor_delay_reason",
  "delay_words",
  "feedback_words",
]);
/** What the leading cause brings about by itself is no sign of another one: in bad weather the traffic is slow. */
const BROUGHT_ABOUT: Readonly<Record<string, readonly string[]>> = { "external.weather": ["traffic"] };
const IN_TIME: ReadonlySet<string> = new Set(["early", "usual"]);
const COSTS_TIME: ReadonlySet<string> = new Set([
  "warehouse",
  "carrier",
  "vehicle",
  "external",
  "shipper",
  "customs",
]);

let known: ReadonlyMap<string, FeatureStructure> | null = null;

/** Whether the cause delays, and so can add to a failure that has another cause. */
export function costsTime(cause: string): boolean {
  return COSTS_TIME.has(familyOf(cause));
}

/**
 * Probability, 0 to 1, that `cause` acted as well where the leading one did: how often it is a cause there at all, times
 * what its own circumstances (backlog, storm, breakdown, ...) say beyond what the leading cause explains. Where a run took
 * no longer than usual, nothing delayed it. Both causes are indices into the model's.
 */
export function alsoActing(
  kind: FailureKind,
  { weighed }: Posterior,
  model: AttributionModel,
  leading: number,
  cause: number,
): number {
  if (weighed.some(({ feature }) => feature.name === "run_length" && IN_TIME.has(feature.level))) return 0;
  known ??= featureStructures();
  const place = weighed.find(({ feature }) => feature.name === "failed_at");
  const brought = BROUGHT_ABOUT[model.causes[leading] ?? ""] ?? [];
  let score = (model.logPriors[kind][cause] ?? 0) + (place?.logRatios[cause] ?? 0);
  for (const each of weighed) {
    const structure = known.get(each.feature.name);
    if (!structure || OF_THE_MAIN.has(structure.name) || brought.includes(structure.name)) continue;
    score += addedBy(each, structure, leading, cause);
  }
  return 1 / (1 + Math.exp(-score));
}

/** A circumstance of this cause alone counts in full; one that the leading cause depends on too is by half due to it. */
function addedBy(
  { logRatios }: Weighed,
  structure: FeatureStructure,
  leading: number,
  cause: number,
): number {
  const [own, main] = [structure.groups[cause], structure.groups[leading]];
  if (own === main || own === structure.others) return 0;
  const more = (logRatios[cause] ?? 0) - (logRatios[leading] ?? 0);
  return main === structure.others ? more : Math.log((1 + Math.exp(more)) / 2);
}
