import { weighCauses } from "../attribute/posterior.ts";
import type { AttributionModel } from "../model/types.ts";
import { confirmedShare } from "./confirmation.ts";
import type { FitCase, ModelMetrics } from "./types.ts";

const BINS = 10;

/** What a model said of one failure whose cause was confirmed. */
export interface Judged {
  /** Negative natural log of the probability that it gave to the confirmed cause. */
  readonly loss: number;
  /** The probability of what it ranked first. */
  readonly confidence: number;
  readonly hit: boolean;
}

/**
 * Asks a model of the cases with a confirmed cause, in their order; those without one are passed over. The loss allows
 * for a wrong confirmation in twenty, else those few would decide.
 */
export function judge(model: AttributionModel, heldOut: readonly FitCase[]): readonly Judged[] {
  return heldOut.flatMap(({ failure, correlation, confirmed }) => {
    if (confirmed === null) return [];
    const { probabilities } = weighCauses(failure, correlation, model);
    const confidence = Math.max(...probabilities);
    return {
      loss: -Math.log(confirmedShare(probabilities[model.causes.indexOf(confirmed)] ?? 0)),
      confidence,
      hit: model.causes[probabilities.indexOf(confidence)] === confirmed,
    };
  });
}

/** Sums up what a model said of confirmed causes. */
export function metricsOf(judged: readonly Judged[]): ModelMetrics {
  const n = judged.length;
  if (n === 0) return { n, logLoss: null, ece: null, top1: null };
  const mean = (of: (each: Judged) => number) => judged.reduce((sum, each) => sum + of(each), 0) / n;
  const bins = Map.groupBy(judged, ({ confidence }) => Math.min(BINS - 1, Math.floor(confidence * BINS)));
  const apart = (bin: readonly Judged[]) =>
    Math.abs(bin.reduce((sum, { confidence, hit }) => sum + Number(hit) - confidence, 0));
  return {
    n,
    logLoss: mean(({ loss }) => loss),
    ece: [...bins.values()].reduce((sum, bin) => sum + apart(bin), 0) / n,
    top1: mean(({ hit }) => Number(hit)),
  };
}

/**
 * How far the difference of two models' mean losses on the same cases may be chance: the standard error of the mean of
 * the paired differences; null with fewer than two cases.
 */
export function gainError(own: readonly Judged[], other: readonly Judged[]): number | null {
  const n = own.length;
  if (n < 2) return null;
  const gains = own.map(({ loss }, at) => (other[at]?.loss ?? loss) - loss);
  const mean = gains.reduce((sum, gain) => sum + gain, 0) / n;
  const variance = gains.reduce((sum, gain) => sum + (gain - mean) ** 2, 0) / (n - 1);
  return Math.sqrt(variance / n);
}
