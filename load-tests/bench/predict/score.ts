import { CAUSES, familyOf } from "../../../analysis/model/causes.ts";
import { calibrationError } from "../reliability.ts";
import type { Prediction } from "./collect.ts";
import { type Pair, pairsOf, statedOf } from "./pairs.ts";
import type { TruthRow } from "./readFolder.ts";

export type Marks = Readonly<Record<string, number>>;

/** The marks of the analysis, over first failures where nothing else is said. */
export function score(truth: readonly TruthRow[], predictions: readonly Prediction[], until: number): Marks {
  const all = pairsOf(truth, predictions);
  const first = all.filter((pair) => pair.truth.first);
  const wanted = until === Number.POSITIVE_INFINITY ? truth.length : all.length;
  const usual = mostCommon(first);
  return {
    "failures of truth": wanted,
    "of them found": all.length,
    "first failures": first.length,
    "top-1": share(first, isRight),
    "top-1, all failures": share(all, isRight),
    "echo of the recorded reason": share(
      first,
      ({ truth: { cause }, told }) => (told.recorded ?? usual) === cause,
    ),
    "top-3": share(first, ({ truth: { cause }, told }) =>
      told.ranked.slice(0, 3).some((each) => each.cause === cause),
    ),
    "log loss": mean(first.map((pair) => -Math.log(probabilityOfTruth(pair)))),
    "calibration error": calibrationError(statedOf(first)),
    determined: share(first, ({ told }) => told.determined),
    ...coincidence(first, "external.weather", isBadWeather, "weather"),
    ...coincidence(first, "external.traffic", isHeavyTraffic, "traffic"),
    "contributing, F1": contributingF1(first),
    "covered by a recommendation":
      predictions.filter((one) => one.recommendations > 0).length / predictions.length,
  };
}

const top = ({ ranked }: Prediction) => ranked[0] ?? { cause: "", probability: 0 };
const isRight = ({ truth, told }: Pair) => top(told).cause === truth.cause;
const isBadWeather = ({ evidence }: Prediction) => (evidence["weather"] ?? 0) >= 2;
const isHeavyTraffic = ({ evidence }: Prediction) => (evidence["traffic"] ?? 0) >= 2;

function share<T>(of: readonly T[], test: (one: T) => boolean): number {
  return of.length === 0 ? Number.NaN : of.filter(test).length / of.length;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** What is left beside the listed candidates is spread over the causes that are not listed. */
function probabilityOfTruth({ truth, told }: Pair): number {
  const listed = told.ranked.find(({ cause }) => cause === truth.cause);
  const rest = 1 - told.ranked.reduce((sum, { probability }) => sum + probability, 0);
  const spread = Math.max(0, rest) / Math.max(1, CAUSES.length - told.ranked.length);
  return Math.max(listed?.probability ?? spread, 1e-4);
}

/** How precise a cause is named, and how often it is blamed where it was merely there. */
function coincidence(
  pairs: readonly Pair[],
  cause: string,
  wasThere: (told: Prediction) => boolean,
  name: string,
): Marks {
  const named = pairs.filter(({ told }) => told.determined && top(told).cause === cause);
  const innocent = pairs.filter(({ truth, told }) => truth.cause !== cause && wasThere(told));
  return {
    [`precision of ${cause}`]: share(named, isRight),
    [`${name} blamed of those it was merely there at`]: share(
      innocent,
      ({ told }) => told.determined && top(told).cause === cause,
    ),
  };
}

function contributingF1(pairs: readonly Pair[]): number {
  let [found, told, real] = [0, 0, 0];
  for (const pair of pairs) {
    found += pair.told.contributing.filter((cause) => pair.truth.contributing.includes(cause)).length;
    told += pair.told.contributing.length;
    real += pair.truth.contributing.length;
  }
  return told + real === 0 ? Number.NaN : (2 * found) / (told + real);
}

function mostCommon(pairs: readonly Pair[]): string {
  const counts = Map.groupBy(pairs, ({ truth }) => truth.cause);
  return [...counts].sort((a, b) => b[1].length - a[1].length)[0]?.[0] ?? "";
}

/** Truth by family, in rows, against what was told, in columns; first failures. */
export function confusion(
  truth: readonly TruthRow[],
  predictions: readonly Prediction[],
): Readonly<Record<string, Readonly<Record<string, number>>>> {
  const first = pairsOf(truth, predictions).filter((pair) => pair.truth.first);
  const said = ({ told }: Pair) => familyOf(top(told).cause);
  const families = [...new Set(first.flatMap((pair) => [familyOf(pair.truth.cause), said(pair)]))].sort();
  const rowOf = (family: string) => {
    const own = first.filter((pair) => familyOf(pair.truth.cause) === family);
    return families.map((told) => [told, own.filter((pair) => said(pair) === told).length] as const);
  };
  return Object.fromEntries(families.map((family) => [family, Object.fromEntries(rowOf(family))]));
}
