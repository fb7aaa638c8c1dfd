import { familyOf, UNEXPLAINED } from "../model/causes.ts";
import type { AttributionModel } from "../model/types.ts";
import type { Analysis, FailureKind } from "../types.ts";
import type { Posterior } from "./posterior.ts";

/** A cause with a smaller share is not told. */
const LEAST_SHARE = 0.15;
/** Log ratio that a single circumstance must reach before its cause is said to have acted. */
const LEAST_STRENGTH = 1;

/** Circumstances: what acted by itself, as against what people reported or what followed. */
export const CIRCUMSTANCES: ReadonlySet<string> = new Set([
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
  "lost_time",
  "order_to_pick_time",
  "pick_time",
  "dispatch_time",
  "linehaul_time",
  "hub_time",
  "address_quality",
]);

/**
 * Causes beside the leading one that circumstances alone make likely to have acted as well: odds = prior odds times
 * the likelihood ratios of the circumstances, share = odds / (1 + odds). Shares need not sum to 1.
 */
export function listContributing(
  kind: FailureKind,
  posterior: Posterior,
  model: AttributionModel,
  leading: number,
): Analysis["contributing"] {
  const odds = oddsOf(model.logPriors[kind], posterior);
  return model.causes
    .map((cause, index) => ({ cause, index, share: (odds[index] ?? 0) / (1 + (odds[index] ?? 0)) }))
    .filter(({ cause, index, share }) => index !== leading && cause !== UNEXPLAINED && share >= LEAST_SHARE)
    .sort((a, b) => b.share - a.share || a.index - b.index)
    .map(({ cause, share }) => ({ cause, family: familyOf(cause), share: Math.round(share * 1000) / 1000 }));
}

/** Odds of each cause by circumstances alone; 0 where none of them speaks for it by itself. */
function oddsOf(priors: Float64Array, { weighed }: Posterior): Float64Array {
  const sums = Float64Array.from(priors);
  const strongest = new Float64Array(priors.length);
  for (const { feature, logRatios } of weighed) {
    if (!CIRCUMSTANCES.has(feature.name)) continue;
    logRatios.forEach((ratio, index) => {
      sums[index] = (sums[index] ?? 0) + ratio;
      if (ratio > (strongest[index] ?? 0)) strongest[index] = ratio;
    });
  }
  return sums.map((sum, index) => ((strongest[index] ?? 0) < LEAST_STRENGTH ? 0 : Math.exp(sum)));
}
