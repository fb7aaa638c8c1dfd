import type { StageNorms } from "../norms/types.ts";
import type { FailureKind } from "../types.ts";

/** Where a failure is looked at: each has its own tables, since the same observation means something else there. */
export type Context = "attempt" | "run" | "transit" | "other";

/** Log P(level | cause) - log P(level | any cause) for each level, by index of cause, weighted. */
export type LevelRatios = ReadonlyMap<string, Float64Array>;

/** Likelihoods of one feature. */
export interface FeatureModel {
  /** Minutes after which the feature has lost two thirds of its weight, or null where age does not matter. */
  readonly tauMinutes: number | null;
  /** Kilometres after which the feature has lost two thirds of its weight, or null where distance does not matter. */
  readonly scaleKm: number | null;
  /** What holds in a context of which nothing was learned. */
  readonly levels: LevelRatios;
  /** What was learned in a context; the level SILENCE is what it means that the feature was not seen there. */
  readonly learned?: ReadonlyMap<Context, LearnedFeature>;
}

export interface LearnedFeature {
  readonly levels: LevelRatios;
  /** For features that name a cause: by cause, how often any code is named, and how often the true one. */
  readonly naming: {
    readonly any: Float64Array;
    readonly right: Float64Array;
    readonly weight: number;
  } | null;
  /** By source: how much better (above 1) or worse than usual it names the true cause, as a factor of the odds. */
  readonly sources: ReadonlyMap<string, number>;
}

/** Level of a feature that was not observed although it could have been. */
export const SILENCE = "not_observed";

/** Share of attempts that failed, by the level of one circumstance, and at its usual level. */
export interface LevelRisks {
  readonly usual: number;
  readonly levels: Readonly<Record<string, number>>;
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
  /** Failures that the model was fitted on; absent in the experts' model. */
  readonly fittedOn?: number;
  /** Usual durations of the tenant's stages; absent: the experts' limits hold. */
  readonly norms?: StageNorms;
  /** Failures of attempts and of promises by all of them; absent where attempts were not counted. */
  readonly rates?: Readonly<Partial<Record<"attempt" | "promise", number>>>;
  /** By `group|circumstance`; absent where attempts were not counted. */
  readonly risks?: Readonly<Record<string, LevelRisks>>;
}
