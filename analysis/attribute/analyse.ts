import { familyOf, UNEXPLAINED } from "../model/causes.ts";
import type { AttributionModel } from "../model/types.ts";
import type { Analysis, Correlation, FailureFacts } from "../types.ts";
import { listContributing } from "./contributing.ts";
import { isCorroborated } from "./corroborate.ts";
import { listEvidence } from "./evidence.ts";
import { confidenceInterval } from "./interval.ts";
import { narrate } from "./narrative.ts";
import { weighCauses } from "./posterior.ts";

/** Below this the answer is "not determined". */
export const DETERMINED_FROM = 0.4;
const CANDIDATES = 5;
const WORTH_LISTING = 0.01;

/**
 * Ranks the causes of one failure by what was observed. Pure and deterministic: equal input gives an equal answer,
 * whatever the order of the features. Candidates hold the ranked causes, the primary one included; `unexplained` is
 * kept apart. Counterfactuals stay empty: they need hazards, which this model does not have.
 */
export function analyse(
  failure: FailureFacts,
  correlation: Correlation,
  model: AttributionModel,
  options: { readonly final: boolean },
): Analysis {
  const posterior = weighCauses(failure.kind, correlation, model);
  const ranked = model.causes
    .map((cause, index) => ({ cause, index, probability: posterior.probabilities[index] ?? 0 }))
    .sort((a, b) => b.probability - a.probability || a.index - b.index);
  const [top] = ranked;
  if (!top) throw new RangeError("the model names no causes");
  const determined = top.cause !== UNEXPLAINED && top.probability >= DETERMINED_FROM;
  const evidence = listEvidence(failure, posterior, model, top.index);
  const primary = determined
    ? {
        cause: top.cause,
        family: familyOf(top.cause),
        confidence: round(top.probability),
        interval: confidenceInterval(top.probability, model.pseudoCases),
      }
    : null;
  const candidates = ranked
    .filter(({ cause, probability }) => cause !== UNEXPLAINED && probability >= WORTH_LISTING)
    .slice(0, CANDIDATES)
    .map(({ cause, probability }) => ({ cause, probability: round(probability) }));
  const unexplained = round(ranked.find(({ cause }) => cause === UNEXPLAINED)?.probability ?? 0);
  const corroborated = isCorroborated(failure, posterior, model);
  const contributing = primary ? listContributing(failure.kind, posterior, model, top.index) : [];
  return {
    status: options.final ? "final" : "provisional",
    determined,
    modelVersion: model.version,
    primary,
    contributing,
    candidates,
    unexplained,
    evidence,
    counterfactuals: [],
    narrative: narrate({ failure, primary, contributing, candidates, unexplained, evidence, corroborated }),
    corroborated,
  };
}

function round(value: number): number {
  return Math.round(value * 1000) / 1000;
}
