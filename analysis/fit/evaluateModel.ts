import { weighCauses } from "../attribute/posterior.ts";
import type { AttributionModel } from "../model/types.ts";
import { confirmedShare } from "./confirmation.ts";
import type { FitCase, ModelMetrics } from "./types.ts";

const BINS = 10;

/**
 * Scores a model on cases with a confirmed cause; cases without one are passed over. The natural log loss allows for
 * a wrong confirmation in twenty, else those few would decide. */
export function evaluateModel(model: AttributionModel, heldOut: readonly FitCase[]): ModelMetrics {
  const bins = Array.from({ length: BINS }, () => ({ n: 0, right: 0, said: 0 }));
  let [n, loss, right] = [0, 0, 0];
  for (const { failure, correlation, confirmed } of heldOut) {
    if (confirmed === null) continue;
    const { probabilities } = weighCauses(failure, correlation, model);
    const confidence = Math.max(...probabilities);
    const hit = model.causes[probabilities.indexOf(confidence)] === confirmed;
    const bin = bins[Math.min(BINS - 1, Math.floor(confidence * BINS))];
    n += 1;
    loss -= Math.log(confirmedShare(probabilities[model.causes.indexOf(confirmed)] ?? 0));
    right += Number(hit);
    if (bin) {
      bin.n += 1;
      bin.right += Number(hit);
      bin.said += confidence;
    }
  }
  if (n === 0) return { n, logLoss: null, ece: null, top1: null };
  const ece = bins.reduce((sum, bin) => sum + Math.abs(bin.right - bin.said) / n, 0);
  return { n, logLoss: loss / n, ece, top1: right / n };
}
