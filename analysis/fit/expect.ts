import type { FailureKind } from "../types.ts";
import { clampTo } from "./confirmation.ts";
import type { Encoded } from "./encode.ts";
import { type Naming, oddsFactor } from "./sources.ts";

/** Log likelihood ratios of every cell, weighted, and the priors by kind: what the expectation step reads. */
export interface Beliefs {
  readonly causes: number;
  readonly logPriors: Readonly<Record<FailureKind, Float64Array>>;
  /** cell * causes + cause. */
  readonly ratios: Float64Array;
  readonly naming: Naming;
}

/** Visits every failure with the probability of each cause, a confirmed one being all but certain. The array is used again. */
export function forEachPosterior(
  encoded: Encoded,
  beliefs: Beliefs,
  visit: (index: number, posterior: Float64Array) => void,
): void {
  const posterior = new Float64Array(beliefs.causes);
  for (let i = 0; i < encoded.kinds.length; i++) {
    weigh(encoded, beliefs, i, posterior);
    const confirmed = encoded.confirmed[i] ?? -1;
    if (confirmed >= 0) clampTo(posterior, confirmed);
    visit(i, posterior);
  }
}

/** Probability of each cause of one failure, whatever was confirmed of it. */
export function weigh(encoded: Encoded, beliefs: Beliefs, index: number, into: Float64Array): void {
  const { causes, ratios, naming } = beliefs;
  const kind = encoded.kinds[index];
  if (kind) into.set(beliefs.logPriors[kind]);
  const source = encoded.sources[index] ?? null;
  for (let j = encoded.offsets[index] ?? 0; j < (encoded.offsets[index + 1] ?? 0); j++) {
    const cell = encoded.cell[j] ?? 0;
    const near = encoded.near[j] ?? 0;
    for (let c = 0; c < causes; c++) into[c] = (into[c] ?? 0) + near * (ratios[cell * causes + c] ?? 0);
    const factor = source === null ? null : oddsFactor(naming, cell, source);
    if (factor) for (let c = 0; c < causes; c++) into[c] = (into[c] ?? 0) + (factor[c] ?? 0);
  }
  softmax(into);
}

function softmax(scores: Float64Array): void {
  let top = Number.NEGATIVE_INFINITY;
  for (const score of scores) if (score > top) top = score;
  let total = 0;
  for (let c = 0; c < scores.length; c++) {
    scores[c] = Math.exp((scores[c] ?? 0) - top);
    total += scores[c] ?? 0;
  }
  for (let c = 0; c < scores.length; c++) scores[c] = (scores[c] ?? 0) / total;
}
