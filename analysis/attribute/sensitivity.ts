import { UNEXPLAINED } from "../model/causes.ts";
import { contextOf } from "../model/context.ts";
import { type AttributionModel, SILENCE } from "../model/types.ts";
import type { Correlation, FailureFacts } from "../types.ts";
import type { Posterior, Weighed } from "./posterior.ts";

/** An observation without which the answer would be another. */
export interface Pivot {
  readonly statement: string;
  /** What it would be then; null: not determined. */
  readonly cause: string | null;
}

/** What was not observed, and would tell the two likeliest causes apart best. */
export interface Deciding {
  readonly name: string;
  readonly between: readonly [string, string];
}

const PIVOTS = 2;
/** A ratio of likelihoods of less than e² between two causes decides nothing. */
const DECIDES_FROM = 2;

/**
 * Observations whose absence would change the answer, the strongest first: each is taken out by itself, and the rest
 * weighed again. `determinedFrom` is the probability below which the answer is "not determined".
 */
export function listPivots(
  { probabilities, weighed }: Posterior,
  { causes, temperature }: AttributionModel,
  determinedFrom: number,
): readonly Pivot[] {
  const leading = causes[topOf(probabilities)] ?? "";
  return weighed
    .filter(({ feature }) => feature.level !== SILENCE)
    .map((item) => ({
      item,
      cause: answerOf(without(probabilities, item, temperature), causes, determinedFrom),
    }))
    .filter(({ cause }) => cause !== leading)
    .sort((a, b) => strengthOf(b.item, causes, leading) - strengthOf(a.item, causes, leading))
    .slice(0, PIVOTS)
    .map(({ item, cause }) => ({ statement: item.feature.statement, cause }));
}

function without(probabilities: Float64Array, { logRatios }: Weighed, temperature: number): Float64Array {
  return probabilities.map((p, i) => Math.log(Math.max(p, 1e-12)) - (logRatios[i] ?? 0) / temperature);
}

function answerOf(scores: Float64Array, causes: readonly string[], determinedFrom: number): string | null {
  const top = topOf(scores);
  const best = scores[top] ?? 0;
  const total = scores.reduce((sum, score) => sum + Math.exp(score - best), 0);
  const cause = causes[top] ?? UNEXPLAINED;
  return cause === UNEXPLAINED || 1 / total < determinedFrom ? null : cause;
}

function strengthOf({ logRatios }: Weighed, causes: readonly string[], leading: string): number {
  return Math.abs(logRatios[causes.indexOf(leading)] ?? 0);
}

function topOf(values: Float64Array): number {
  let top = 0;
  values.forEach((value, i) => {
    if (value > (values[top] ?? Number.NEGATIVE_INFINITY)) top = i;
  });
  return top;
}

/** What should be found out where two causes are too close: null where nothing that the model knows would decide. */
export function findDeciding(
  failure: Pick<FailureFacts, "kind">,
  correlation: Correlation,
  model: AttributionModel,
  between: readonly [string, string],
): Deciding | null {
  const [first, second] = between.map((cause) => model.causes.indexOf(cause));
  const seen = new Set(correlation.features.map(({ name }) => name));
  const context = contextOf(failure.kind, correlation);
  let best: { name: string; gap: number } = { name: "", gap: DECIDES_FROM };
  for (const [name, { learned, levels }] of model.features) {
    if (seen.has(name)) continue;
    for (const [level, ratios] of learned?.get(context)?.levels ?? levels) {
      const gap = Math.abs((ratios[first ?? -1] ?? 0) - (ratios[second ?? -1] ?? 0));
      if (level !== SILENCE && gap > best.gap) best = { name, gap };
    }
  }
  return best.name === "" ? null : { name: best.name, between };
}
