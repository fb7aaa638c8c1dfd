import type { Stated } from "../reliability.ts";
import { keyOf, type Prediction } from "./collect.ts";
import type { TruthRow } from "./readFolder.ts";

/** One failure's truth and what was told of it. */
export interface Pair {
  readonly truth: TruthRow;
  readonly told: Prediction;
}

/** Each failure of the truth that was found. */
export function pairsOf(truth: readonly TruthRow[], predictions: readonly Prediction[]): readonly Pair[] {
  const found = new Map(predictions.map((told) => [keyOf(told), told]));
  return truth.flatMap((row) => {
    const told = found.get(keyOf(row));
    return told ? [{ truth: row, told }] : [];
  });
}

/** What was stated of each first candidate. */
export function statedOf(pairs: readonly Pair[]): readonly Stated[] {
  return pairs.map(({ truth, told }) => {
    const { cause, probability } = told.ranked[0] ?? { cause: "", probability: 0 };
    return { confidence: probability, isRight: cause === truth.cause };
  });
}
