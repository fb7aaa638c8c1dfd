import { contextOf, DOOR } from "../model/context.ts";
import { likelihoodOf } from "../model/likelihood.ts";
import { type AttributionModel, SILENCE } from "../model/types.ts";
import type { Correlation, FailureFacts, Feature } from "../types.ts";

/** One feature with what it adds to the score of each cause, in the model's order of causes. */
export interface Weighed {
  readonly feature: Feature;
  readonly logRatios: Float64Array;
}

export interface Posterior {
  /** Probability of each cause, in the model's order; they sum to 1. */
  readonly probabilities: Float64Array;
  readonly weighed: readonly Weighed[];
}

type Explained = Pick<FailureFacts, "kind" | "recordedReason">;

/**
 * Log prior of the kind plus the weighted log ratios of what was observed, and of what was not although the tenant's
 * senders tell of it elsewhere; made probabilities at the model's temperature.
 */
export function weighCauses(
  failure: Explained,
  correlation: Correlation,
  model: AttributionModel,
): Posterior {
  const context = contextOf(failure.kind, correlation);
  const source = failure.recordedReason?.source ?? null;
  const weighed = [...correlation.features, ...silent(failure, correlation, model)]
    .sort(byName)
    .map((feature) => ({ feature, logRatios: likelihoodOf(feature, model, { context, source }) }));
  const scores = Float64Array.from(model.logPriors[failure.kind]);
  for (const { logRatios } of weighed)
    for (let i = 0; i < scores.length; i++) scores[i] = (scores[i] ?? 0) + (logRatios[i] ?? 0);
  for (let i = 0; i < scores.length; i++) scores[i] = (scores[i] ?? 0) / model.temperature;
  return { probabilities: softmax(scores), weighed };
}

/** Features of which the model knows what their silence means in this context; experts know it of the door. */
function silent({ kind }: Explained, correlation: Correlation, model: AttributionModel): readonly Feature[] {
  const { features } = correlation;
  const context = contextOf(kind, correlation);
  const byExperts = DOOR.has(kind) && (model.fittedOn === undefined || context === "other");
  const seen = new Set(features.map(({ name }) => name));
  const missing: Feature[] = [];
  for (const [name, { learned, levels }] of model.features) {
    if (seen.has(name)) continue;
    const expert = byExperts ? levels : null;
    if ((learned?.get(context)?.levels ?? expert)?.has(SILENCE)) missing.push(silence(name));
  }
  return missing;
}

function silence(name: string): Feature {
  return {
    name,
    level: SILENCE,
    observed: null,
    normal: null,
    unit: null,
    minutesBefore: null,
    distanceKm: null,
    statement: `nothing was observed of ${name.replace(/_/g, " ")}`,
    events: [],
  };
}

function byName(a: Feature, b: Feature): number {
  if (a.name !== b.name) return a.name < b.name ? -1 : 1;
  return a.level < b.level ? -1 : a.level > b.level ? 1 : 0;
}

function softmax(scores: Float64Array): Float64Array {
  let top = Number.NEGATIVE_INFINITY;
  for (const score of scores) if (score > top) top = score;
  const raw = scores.map((score) => Math.exp(score - top));
  let total = 0;
  for (const value of raw) total += value;
  return raw.map((value) => value / total);
}
