import { hash } from "node:crypto";
import { gainError, judge, metricsOf } from "../../analysis/fit/evaluateModel.ts";
import { fitModel } from "../../analysis/fit/fitModel.ts";
import type { ExposureCount, FitCase } from "../../analysis/fit/types.ts";
import { expertModel } from "../../analysis/model/expert.ts";
import type { StageNorms } from "../../analysis/norms/types.ts";
import type { HeldOutMetrics } from "../models/model.ts";
import type { StoredParameters } from "../models/parameters.ts";
import type { ReadCase } from "./readCases.ts";

export interface ToFit {
  readonly version: string;
  readonly cases: readonly ReadCase[];
  readonly exposures: readonly ExposureCount[];
  readonly norms: StageNorms;
  /** What is in force; null: the experts' model. */
  readonly inForce: InForce | null;
}

export interface InForce extends StoredParameters {
  /** Failures that it was fitted on. */
  readonly failures: number;
}

export interface Fitted {
  readonly parameters: StoredParameters;
  readonly metrics: HeldOutMetrics;
}

/** Confirmed causes are compared fold by fold: each is judged by a model that has not seen it. */
const FOLDS = 4;

/**
 * Fits on all that was confirmed, to be brought into force; and once for each fold without what was confirmed in it, to
 * be compared on that with what is in force, of which the same kind is kept. Pure.
 */
export function fitAndCompare({ version, cases, exposures, norms, inForce }: ToFit): Fitted {
  const prior = expertModel();
  const learn = (all: readonly FitCase[]) => fitModel({ version, prior, cases: all, exposures, norms });
  const model = learn(cases);
  const confirmed = cases.filter((one) => one.confirmed !== null);
  const folds = confirmed.length === 0 ? [] : Array.from({ length: FOLDS }, (_, fold) => fold);
  const held = folds.map((fold) => learn(cases.map((one) => (foldOf(one) === fold ? hide(one) : one))));
  const before = (fold: number) => inForce?.held[fold] ?? inForce?.model ?? prior;
  const inFold = (fold: number) => confirmed.filter((one) => foldOf(one) === fold);
  const own = held.flatMap((each, fold) => judge(each, inFold(fold)));
  const other = folds.flatMap((fold) => judge(before(fold), inFold(fold).map(asInForce)));
  return {
    parameters: { model, held },
    metrics: {
      own: metricsOf(own),
      inForce: metricsOf(other),
      inForceVersion: (inForce?.model ?? prior).version,
      gainError: gainError(own, other),
      failures: cases.length,
      inForceFailures: inForce?.failures ?? 0,
    },
  };
}

const hide = (one: ReadCase): ReadCase => ({ ...one, confirmed: null });

/** What is in force goes by other usual durations, or by none: it is held to what it sees itself. */
function asInForce(one: ReadCase): FitCase {
  return { ...one, correlation: one.asInForce ?? one.correlation };
}

/** Whole deliveries: what one failure of a delivery shows of its cause, another shows as well. Always the same fold. */
function foldOf({ failure }: FitCase): number {
  return Number.parseInt(hash("sha256", failure.deliveryId).slice(0, 8), 16) % FOLDS;
}
