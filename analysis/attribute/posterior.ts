import type { AttributionModel, FeatureModel } from "../model/types.ts";
import type { Correlation, FailureKind, Feature } from "../types.ts";

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

/** Log prior of the kind plus the weighted log ratios of what was observed, made probabilities at the model's temperature. */
export function weighCauses(kind: FailureKind, correlation: Correlation, model: AttributionModel): Posterior {
  const weighed = [...correlation.features]
    .sort(byName)
    .map((feature) => ({ feature, logRatios: ratiosOf(feature, model) }));
  const scores = Float64Array.from(model.logPriors[kind]);
  for (const { logRatios } of weighed)
    for (let i = 0; i < scores.length; i++)
      scores[i] = (scores[i] ?? 0) + (logRatios[i] ?? 0) / model.temperature;
  return { probabilities: softmax(scores), weighed };
}

function byName(a: Feature, b: Feature): number {
  if (a.name !== b.name) return a.name < b.name ? -1 : 1;
  return a.level < b.level ? -1 : a.level > b.level ? 1 : 0;
}

/** Of a feature or level that the model does not know. */
const NOTHING = new Float64Array();

function ratiosOf(feature: Feature, model: AttributionModel): Float64Array {
  const known = model.features.get(feature.name);
  const ratios = known?.levels.get(feature.level);
  if (!known || !ratios) return NOTHING;
  const near = nearness(feature, known);
  return near === 1 ? ratios : ratios.map((ratio) => ratio * near);
}

function nearness(feature: Feature, { tauMinutes, scaleKm }: FeatureModel): number {
  const late = tauMinutes === null || feature.minutesBefore === null ? 0 : feature.minutesBefore / tauMinutes;
  const far = scaleKm === null || feature.distanceKm === null ? 0 : feature.distanceKm / scaleKm;
  return Math.exp(-late - far);
}

function softmax(scores: Float64Array): Float64Array {
  const top = scores.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
  const raw = scores.map((score) => Math.exp(score - top));
  const total = raw.reduce((sum, value) => sum + value, 0);
  return raw.map((value) => value / total);
}
