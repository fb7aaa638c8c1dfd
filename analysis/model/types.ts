import type { FailureKind } from "../types.ts";

/** Likelihoods of one feature: for each level, log P(level | cause) - log P(level | any cause), by index of cause, weighted. */
export interface FeatureModel {
  /** Minutes after which the feature has lost two thirds of its weight, or null where age does not matter. */
  readonly tauMinutes: number | null;
  /** Kilometres after which the feature has lost two thirds of its weight, or null where distance does not matter. */
  readonly scaleKm: number | null;
  readonly levels: ReadonlyMap<string, Float64Array>;
}

/** All that `analyse` needs to know: versioned, immutable, free of any tenant's events. */
export interface AttributionModel {
  readonly version: string;
  /** Causes in a fixed order; `unexplained` is the last. */
  readonly causes: readonly string[];
  readonly logPriors: Readonly<Record<FailureKind, Float64Array>>;
  readonly features: ReadonlyMap<string, FeatureModel>;
  /** Above 1 flattens the answer: evidence that seems independent seldom is. */
  readonly temperature: number;
  /** How many observed cases the model's probabilities are worth; sets the width of the interval. */
  readonly pseudoCases: number;
}
