import { familyOf } from "../model/causes.ts";
import type { AttributionModel } from "../model/types.ts";
import type { Analysis, Correlation } from "../types.ts";
import { weighCauses } from "./posterior.ts";

/** A cause with a smaller share is not told. */
const LEAST_SHARE = 0.25;
/** From here on a delay names its cause by itself, where it was long. */
const PLAIN_SHARE = 0.4;
const LONG_LOSS = 240;
/** Log ratio from which an item is a sign of the cause, beside the lost time itself. */
const SIGN = 0.7;

/** Families whose causes cost time, and so can add to a failure that has another cause. */
const ADDING: ReadonlySet<string> = new Set([
  "warehouse",
  "carrier",
  "vehicle",
  "external",
  "shipper",
  "customs",
]);

/** Where time was lost is what is to be explained, not a sign of who lost it. */
const NO_SIGN: ReadonlySet<string> = new Set(["failed_at", "lost_time", "slack_at_dispatch", "slack_at_hub"]);

/**
 * Causes beside the leading one: each further delay that was needed for the failure is explained as a late delivery of
 * its own; its likely causes are told with their probability as share, where a sign of their own or a long loss speaks
 * for them. Shares need not sum to 1. A runner-up of the leading cause is an alternative to it, never a contributor.
 */
export function listContributing(
  correlation: Correlation,
  model: AttributionModel,
  leading: number,
): Analysis["contributing"] {
  const shares = new Map<number, number>();
  for (const { features } of correlation.otherDelays ?? []) {
    const posterior = weighCauses({ kind: "late", recordedReason: null }, { features }, model);
    const loss = features.find(({ name }) => name === "lost_time");
    const lost = (loss?.observed ?? 0) - (loss?.normal ?? 0);
    posterior.probabilities.forEach((share, index) => {
      if (index === leading || !ADDING.has(familyOf(model.causes[index] ?? ""))) return;
      const signed = posterior.weighed.some(
        ({ feature, logRatios }) => !NO_SIGN.has(feature.name) && (logRatios[index] ?? 0) >= SIGN,
      );
      const told = signed ? share >= LEAST_SHARE : share >= PLAIN_SHARE && lost >= LONG_LOSS;
      if (told) shares.set(index, Math.max(share, shares.get(index) ?? 0));
    });
  }
  return [...shares]
    .sort((a, b) => b[1] - a[1] || a[0] - b[0])
    .map(([index, share]) => {
      const cause = model.causes[index] ?? "";
      return { cause, family: familyOf(cause), share: Math.round(share * 1000) / 1000 };
    });
}
