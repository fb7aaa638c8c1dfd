import { UNEXPLAINED } from "../../../analysis/model/causes.ts";
import type { Prediction } from "../predict/collect.ts";

/** What the logs of the case speak of although nothing follows from it: weather, traffic, and days out of the ordinary. */
const CIRCUMSTANCES: ReadonlySet<string> = new Set([
  "external.weather",
  "external.traffic",
  "external.holiday",
  "external.strike",
]);
const NAMED_FROM = 0.4;

interface Claims {
  readonly failures: number;
  /** The answer names weather, traffic, a holiday or festival, or a strike that nobody recorded as the reason. */
  readonly "circumstance named": number;
  /** Such a cause is said to have added to the failure. */
  readonly "circumstance contributing": number;
  readonly recorded: number;
  /** Share of the recorded reasons that are said to be supported by nothing else. */
  readonly uncorroborated: number | null;
  /** Share of the recorded reasons that are repeated as the answer. */
  readonly repeated: number | null;
  /** Failures whose likeliest cause nobody recorded: only logs, words and experience suggest it. */
  readonly "only logs": number;
  readonly "their mean confidence": number | null;
  /** How many of them are told as determined. */
  readonly "named of them": number;
}

/** What is claimed of failures, by their kind and in all. */
export function countClaims(predictions: readonly Prediction[]): Readonly<Record<string, Claims>> {
  const kinds = [...Map.groupBy(predictions, ({ kind }) => kind)].sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries([
    ...kinds.map(([kind, own]) => [kind, count(own)] as const),
    ["all", count(predictions)],
  ]);
}

function count(predictions: readonly Prediction[]): Claims {
  const recorded = predictions.filter((one) => one.recorded !== null);
  const byLogs = predictions.filter((one) => bestOf(one).cause !== one.recorded);
  const total = byLogs.reduce((sum, one) => sum + bestOf(one).probability, 0);
  return {
    failures: predictions.length,
    "circumstance named": predictions.filter((one) => isUnrecorded(one, namedBy(one))).length,
    "circumstance contributing": predictions.filter((one) =>
      one.contributing.some((cause) => isUnrecorded(one, cause)),
    ).length,
    recorded: recorded.length,
    uncorroborated: share(recorded, (one) => !one.corroborated),
    repeated: share(recorded, (one) => namedBy(one) === one.recorded),
    "only logs": byLogs.length,
    "their mean confidence": byLogs.length === 0 ? null : round(total / byLogs.length),
    "named of them": byLogs.filter((one) => namedBy(one) !== null).length,
  };
}

function isUnrecorded({ recorded }: Prediction, cause: string | null): boolean {
  return cause !== null && CIRCUMSTANCES.has(cause) && cause !== recorded;
}

/** The likeliest of the known causes, named or not. */
function bestOf({ ranked }: Prediction) {
  return ranked.find(({ cause }) => cause !== UNEXPLAINED) ?? { cause: "", probability: 0 };
}

function namedBy(prediction: Prediction): string | null {
  const { cause, probability } = bestOf(prediction);
  return prediction.determined && probability >= NAMED_FROM ? cause : null;
}

function share<T>(of: readonly T[], test: (one: T) => boolean): number | null {
  return of.length === 0 ? null : round(of.filter(test).length / of.length);
}

function round(value: number): number {
  return Math.round(value * 1_000) / 1_000;
}
