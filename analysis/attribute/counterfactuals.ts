import { UNEXPLAINED } from "../model/causes.ts";
import type { AttributionModel } from "../model/types.ts";
import type { Analysis, Correlation, FailureFacts } from "../types.ts";
import type { Posterior, Weighed } from "./posterior.ts";

/** Log ratio, against causes that the circumstance does not concern, from which it belongs to a cause. */
const BELONGS = 0.4;
/** A difference in risk below this is not worth telling. */
const WORTH_TELLING = 0.01;

/**
 * Per cause told: how often attempts in the same circumstance failed, and how often those at its usual level did. Counted
 * over all attempts, failed or not, so a circumstance that harms nobody makes no difference. Where several circumstances
 * belong to a cause, the one that changes the risk most is imagined away.
 */
export function listCounterfactuals(
  failure: Pick<FailureFacts, "kind">,
  _correlation: Correlation,
  posterior: Posterior,
  model: AttributionModel,
  named: readonly string[],
): Analysis["counterfactuals"] {
  const group = failure.kind === "late" ? "promise" : "attempt";
  return named.flatMap((cause) => {
    const differences = posterior.weighed
      .filter((weighed) => belongs(weighed, cause, model))
      .flatMap(({ feature }) => {
        const risks = model.risks?.[`${group}|${feature.name}`];
        const actual =
          risks && Object.hasOwn(risks.levels, feature.level) ? risks.levels[feature.level] : undefined;
        return risks && actual !== undefined ? [{ risk: risks.usual, actual_risk: actual }] : [];
      })
      .filter(({ risk, actual_risk }) => actual_risk - risk >= WORTH_TELLING)
      .sort((a, b) => b.actual_risk - b.risk - (a.actual_risk - a.risk));
    const [most] = differences;
    return most ? [{ without: cause, risk: round(most.risk), actual_risk: round(most.actual_risk) }] : [];
  });
}

function belongs({ logRatios }: Weighed, cause: string, { causes }: AttributionModel): boolean {
  const reference = logRatios[causes.indexOf(UNEXPLAINED)] ?? 0;
  return (logRatios[causes.indexOf(cause)] ?? 0) - reference >= BELONGS;
}

function round(value: number): number {
  return Math.round(value * 1000) / 1000;
}
