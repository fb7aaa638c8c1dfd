import { familyOf } from "../model/causes.ts";
import { REASON_TABLES } from "../model/reports.ts";
import type { AttributionModel } from "../model/types.ts";
import { WORD_TABLES } from "../model/words.ts";
import type { Analysis, FailureKind } from "../types.ts";
import type { Posterior } from "./posterior.ts";

/** A cause with a smaller share is not told. */
const LEAST_SHARE = 0.15;
/** Log ratio that a single circumstance must reach before its cause is said to have acted. */
const LEAST_STRENGTH = 1;

/** Circumstances: what acted by itself, as against what people reported or what followed. */
const CIRCUMSTANCES: ReadonlySet<string> = new Set([
  "weather",
  "weather_alert",
  "traffic",
  "road_closure",
  "strike",
  "holiday",
  "festival",
  "gathering",
  "vehicle_breakdown",
  "vehicle_fault",
  "vehicle_movement",
  "warehouse_backlog",
  "warehouse_staff",
  "stockout",
  "missort",
  "hub_hold",
  "hub_city",
  "order_to_pick_time",
  "pick_time",
  "dispatch_time",
  "linehaul_time",
  "hub_time",
]);

/** Reports name one cause: that they do not name another says nothing of it. */
const NAMING: ReadonlySet<string> = new Set([...REASON_TABLES, ...WORD_TABLES].map(({ name }) => name));

/** Families whose causes cost time, and so can add to a failure that has another cause. */
const ADDING: ReadonlySet<string> = new Set([
  "warehouse",
  "carrier",
  "vehicle",
  "external",
  "shipper",
  "customs",
]);

/** Not asked of a second cause: where the time was lost singles out the first one. */
const EXCLUSIVE: ReadonlySet<string> = new Set(["failed_at", "lost_time"]);

/**
 * Causes beside the leading one that are likely to have acted as well. Odds = prior odds times the ratios of what was
 * observed, share = odds / (1 + odds); a circumstance that the leading cause explains as well says nothing of another.
 * Shares need not sum to 1.
 */
export function listContributing(
  kind: FailureKind,
  posterior: Posterior,
  model: AttributionModel,
  leading: number,
): Analysis["contributing"] {
  const odds = oddsOf(model.logPriors[kind], posterior, leading);
  return model.causes
    .map((cause, index) => ({ cause, index, share: (odds[index] ?? 0) / (1 + (odds[index] ?? 0)) }))
    .filter(
      ({ cause, index, share }) => index !== leading && ADDING.has(familyOf(cause)) && share >= LEAST_SHARE,
    )
    .sort((a, b) => b.share - a.share || a.index - b.index)
    .map(({ cause, share }) => ({ cause, family: familyOf(cause), share: Math.round(share * 1000) / 1000 }));
}

/** Odds of each cause; 0 where no circumstance of its own speaks for it. */
function oddsOf(priors: Float64Array, { weighed }: Posterior, leading: number): Float64Array {
  const sums = Float64Array.from(priors);
  const strongest = new Float64Array(priors.length);
  for (const { feature, logRatios } of weighed) {
    if (EXCLUSIVE.has(feature.name)) continue;
    const acts = CIRCUMSTANCES.has(feature.name);
    const names = NAMING.has(feature.name);
    const explained = logRatios[leading] ?? 0;
    logRatios.forEach((ratio, index) => {
      const own = ratioOfSecond(ratio, acts ? explained : 0, names);
      sums[index] = (sums[index] ?? 0) + own;
      if (acts && own > (strongest[index] ?? 0)) strongest[index] = own;
    });
  }
  return sums.map((sum, index) => ((strongest[index] ?? 0) < LEAST_STRENGTH ? 0 : Math.exp(sum)));
}

/** What is left of a ratio for a second cause: nothing of what the first explains, nothing against it from mere silence. */
function ratioOfSecond(ratio: number, explained: number, names: boolean): number {
  if (ratio < 0) return names ? 0 : ratio;
  return Math.max(0, ratio - Math.max(0, explained));
}
