import type { AttributionModel } from "../model/types.ts";
import type { StageNorms } from "../norms/types.ts";
import type { Correlation, FailureFacts } from "../types.ts";

/** At whose start a row of exposures is taken: a run to the recipient, or the promise of an order. */
export type ExposureGroup = "attempt" | "promise";

/** How often a level of a circumstance occurred among all attempts, failed or not: one row of an aggregate. */
export interface ExposureCount {
  readonly group: ExposureGroup;
  /** Name of the circumstance, as in Feature.name. */
  readonly name: string;
  /** Its level, as in Feature.level. */
  readonly level: string;
  readonly attempts: number;
  readonly failed: number;
}

/** One failure as the fit reads it. */
export interface FitCase {
  readonly failure: FailureFacts;
  readonly correlation: Correlation;
  /** What an operator confirmed, or null; a clamped label. */
  readonly confirmed: string | null;
}

export interface FitInput {
  readonly version: string;
  /** What is believed before the tenant's data: the expert model, or the model in force. */
  readonly prior: AttributionModel;
  readonly cases: readonly FitCase[];
  /** Denominators over all attempts; empty where exposures have not been gathered yet. */
  readonly exposures: readonly ExposureCount[];
  /** Usual durations of the tenant's stages, kept with the model; absent where not learned. */
  readonly norms?: StageNorms;
}

/** How well a model's answers agree with confirmed causes; all null where nothing was confirmed. */
export interface ModelMetrics {
  readonly n: number;
  /** Mean negative natural log of the probability given to the confirmed cause. */
  readonly logLoss: number | null;
  /** Mean distance between stated confidence and share of right answers, ten bins. */
  readonly ece: number | null;
  readonly top1: number | null;
}
