import { familyOf, UNEXPLAINED } from "../model/causes.ts";
import type { AttributionModel } from "../model/types.ts";
import type { Analysis, FailureKind } from "../types.ts";
import type { Posterior } from "./posterior.ts";

/** A cause with a smaller share is not told. */
const LEAST_SHARE = 0.15;

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
  const priors = model.logPriors[kind];
  const acting = posterior.weighed.filter(({ feature }) => CIRCUMSTANCES.has(feature.name));
  return model.causes
    .map((cause, index) => {
      const ratios = acting.map(({ logRatios }) => logRatios[index] ?? 0);
      const strongest = ratios.reduce((a, b) => Math.max(a, b), 0);
      const odds = strongest < 1 ? 0 : Math.exp((priors[index] ?? 0) + ratios.reduce((a, b) => a + b, 0));
      return { cause, index, share: odds / (1 + odds) };
    })
    .filter(({ cause, index, share }) => index !== leading && cause !== UNEXPLAINED && share >= LEAST_SHARE)
    .sort((a, b) => b.share - a.share || a.index - b.index)
    .map(({ cause, share }) => ({ cause, family: familyOf(cause), share: Math.round(share * 1000) / 1000 }));
}
