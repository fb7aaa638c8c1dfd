import { familyOf, UNEXPLAINED } from "../model/causes.ts";
import type { AttributionModel } from "../model/types.ts";
import type { Analysis, Correlation, FailureFacts } from "../types.ts";
import { listContributing } from "./contributing.ts";
import { isCorroborated } from "./corroborate.ts";
import { listCounterfactuals } from "./counterfactuals.ts";
import { listEvidence } from "./evidence.ts";
import { confidenceInterval } from "./interval.ts";
import { narrate } from "./narrative.ts";
import { type Posterior, weighCauses } from "./posterior.ts";
import { type Deciding, findDeciding, listPivots } from "./sensitivity.ts";

/** Below this the answer is "not determined". */
const DETERMINED_FROM = 0.4;
const CANDIDATES = 5;
const WORTH_LISTING = 0.01;

/**
 * Ranks the causes of one failure by what was observed. Pure and deterministic: equal input gives an equal answer,
 * whatever the order of the features. Candidates hold the ranked causes, the primary one included; `unexplained` is
 * kept apart. Counterfactuals need a model that has counted attempts, failed or not.
 */
export function analyse(
  failure: FailureFacts,
  correlation: Correlation,
  model: AttributionModel,
  options: { readonly final: boolean },
): Analysis {
  const posterior = weighCauses(failure, correlation, model);
  const ranked = rankCauses(posterior, model);
  const [top] = ranked;
  if (!top) throw new RangeError("the model names no causes");
  const primary = primaryOf(top, model);
  const contributing = primary ? listContributing(failure, correlation, posterior, model, top.index) : [];
  const candidates = candidatesOf(ranked);
  const unexplained = round(ranked.find(({ cause }) => cause === UNEXPLAINED)?.probability ?? 0);
  const named = primary ? [primary.cause, ...contributing.map(({ cause }) => cause)] : [];
  const counterfactuals = listCounterfactuals(failure, correlation, posterior, model, named);
  const evidence = listEvidence(failure, posterior, model, top.index);
  const corroborated = isCorroborated(failure, posterior, model);
  return {
    status: options.final ? "final" : "provisional",
    determined: primary !== null,
    modelVersion: model.version,
    primary,
    contributing,
    candidates,
    unexplained,
    evidence,
    counterfactuals,
    narrative: narrate({
      ...{ failure, primary, contributing, candidates, unexplained, evidence, corroborated, counterfactuals },
      pivots: primary ? listPivots(posterior, model, DETERMINED_FROM) : [],
      deciding: primary ? null : decidingOf(failure, correlation, model, candidates),
    }),
    corroborated,
  };
}

function decidingOf(
  failure: FailureFacts,
  correlation: Correlation,
  model: AttributionModel,
  [first, second]: Analysis["candidates"],
): Deciding | null {
  return first && second ? findDeciding(failure, correlation, model, [first.cause, second.cause]) : null;
}

interface Ranked {
  readonly cause: string;
  readonly index: number;
  readonly probability: number;
}

function rankCauses({ probabilities }: Posterior, { causes }: AttributionModel): readonly Ranked[] {
  return causes
    .map((cause, index) => ({ cause, index, probability: probabilities[index] ?? 0 }))
    .sort((a, b) => b.probability - a.probability || a.index - b.index);
}

function primaryOf({ cause, probability }: Ranked, { pseudoCases }: AttributionModel): Analysis["primary"] {
  if (cause === UNEXPLAINED || probability < DETERMINED_FROM) return null;
  const interval = confidenceInterval(probability, pseudoCases);
  return { cause, family: familyOf(cause), confidence: round(probability), interval };
}

function candidatesOf(ranked: readonly Ranked[]): Analysis["candidates"] {
  return ranked
    .filter(({ cause, probability }) => cause !== UNEXPLAINED && probability >= WORTH_LISTING)
    .slice(0, CANDIDATES)
    .map(({ cause, probability }) => ({ cause, probability: round(probability) }));
}

function round(value: number): number {
  return Math.round(value * 1000) / 1000;
}
