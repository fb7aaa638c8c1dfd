import { analyse } from "../../analysis/attribute/analyse.ts";
import { weighCauses } from "../../analysis/attribute/posterior.ts";
import type { AttributionModel } from "../../analysis/model/types.ts";
import type { Correlation } from "../../analysis/types.ts";
import type { Case } from "./attributionCorpus.ts";
import { calibrationError, type Stated } from "./reliability.ts";

/** One failure's answer beside the truth. */
export interface Answer {
  readonly cause: string;
  readonly first: boolean;
  readonly ranked: readonly string[];
  readonly confidence: number;
  /** Probability that the answer gave to the true cause. */
  readonly ofTruth: number;
  readonly determined: boolean;
  readonly echo: string | null;
  /** Circumstances that happened at the same time, whether or not they were the cause. */
  readonly badWeather: boolean;
  readonly heavyTraffic: boolean;
  readonly contributing: { readonly found: number; readonly told: number; readonly true: number };
}

export type CorrelatedCase = Case & { readonly correlation: Correlation };

/** Runs the product's own functions on each case. */
export function answerCases(cases: readonly CorrelatedCase[], model: AttributionModel): readonly Answer[] {
  return cases.map(({ failure, correlation, truth }) => {
    const has = (name: string, ...levels: string[]) =>
      correlation.features.some((feature) => feature.name === name && levels.includes(feature.level));
    const { probabilities } = weighCauses(failure, correlation, model);
    const { contributing, determined } = analyse(failure, correlation, model, { final: true });
    const order = [...probabilities.keys()].sort((a, b) => (probabilities[b] ?? 0) - (probabilities[a] ?? 0));
    const told = contributing.map(({ cause }) => cause);
    return {
      cause: truth.cause,
      first: truth.first,
      ranked: order.slice(0, 3).map((index) => model.causes[index] ?? ""),
      confidence: probabilities[order[0] ?? 0] ?? 0,
      ofTruth: probabilities[model.causes.indexOf(truth.cause)] ?? 0,
      determined,
      badWeather: has("weather", "bad", "severe"),
      heavyTraffic: has("traffic", "heavy", "jam", "standstill"),
      echo: failure.recordedReason?.code ?? null,
      contributing: {
        found: told.filter((cause) => truth.contributing.includes(cause)).length,
        told: told.length,
        true: truth.contributing.length,
      },
    };
  });
}

export interface Score {
  readonly n: number;
  readonly top1: number;
  readonly top3: number;
  readonly logLoss: number;
  readonly ece: number;
  readonly determined: number;
  /** Top-1 of repeating the recorded reason, else naming the most common cause. */
  readonly echo: number;
  readonly contributingF1: number;
}

/** Shares of right answers and honesty of their confidence. ECE over ten equal-width bins. */
export function scoreAnswers(answers: readonly Answer[]): Score {
  const share = (test: (answer: Answer) => boolean) => answers.filter(test).length / answers.length;
  const usual = mostCommon(answers);
  const sum = (pick: (answer: Answer) => number) =>
    answers.reduce((total, answer) => total + pick(answer), 0);
  const [found, told, real] = [
    sum(({ contributing }) => contributing.found),
    sum(({ contributing }) => contributing.told),
    sum(({ contributing }) => contributing.true),
  ];
  return {
    n: answers.length,
    top1: share(({ ranked, cause }) => ranked[0] === cause),
    top3: share(({ ranked, cause }) => ranked.includes(cause)),
    logLoss: sum(({ ofTruth }) => -Math.log(Math.max(ofTruth, 1e-6))) / answers.length,
    ece: calibrationError(statedOf(answers)),
    determined: share(({ determined }) => determined),
    echo: share(({ echo, cause }) => (echo ?? usual) === cause),
    contributingF1: told + real === 0 ? 0 : (2 * found) / (told + real),
  };
}

function mostCommon(answers: readonly Answer[]): string {
  const counts = Map.groupBy(answers, ({ cause }) => cause);
  return [...counts].sort((a, b) => b[1].length - a[1].length || (a[0] < b[0] ? -1 : 1))[0]?.[0] ?? "";
}

/** What each answer states of its first candidate. */
export function statedOf(answers: readonly Answer[]): readonly Stated[] {
  return answers.map(({ confidence, ranked, cause }) => ({ confidence, isRight: ranked[0] === cause }));
}

/** Whether what merely coincides is blamed: precision of the cause, and how often it is named where another one acted. */
export function scoreCoincidence(
  answers: readonly Answer[],
): readonly { cause: string; precision: number; coincided: number; blamed: number }[] {
  const checks = [
    ["external.weather", (answer: Answer) => answer.badWeather],
    ["external.traffic", (answer: Answer) => answer.heavyTraffic],
  ] as const;
  return checks.map(([cause, coincides]) => {
    const named = answers.filter(({ ranked }) => ranked[0] === cause);
    const others = answers.filter((answer) => coincides(answer) && answer.cause !== cause);
    return {
      cause,
      precision: named.filter((answer) => answer.cause === cause).length / Math.max(1, named.length),
      coincided: others.length,
      blamed: others.filter(({ ranked }) => ranked[0] === cause).length / Math.max(1, others.length),
    };
  });
}

/** Per true cause: how many, how many found, and how often the cause was named wrongly. */
export function scoreByCause(
  answers: readonly Answer[],
): readonly { cause: string; n: number; recall: number; precision: number; mostTakenFor: string }[] {
  const causes = [...new Set(answers.flatMap(({ cause, ranked }) => [cause, ranked[0] ?? ""]))].sort();
  return causes.map((cause) => {
    const own = answers.filter((answer) => answer.cause === cause);
    const named = answers.filter(({ ranked }) => ranked[0] === cause);
    const right = own.filter(({ ranked }) => ranked[0] === cause).length;
    const taken = Map.groupBy(
      own.filter(({ ranked }) => ranked[0] !== cause),
      ({ ranked }) => ranked[0] ?? "",
    );
    const worst = [...taken].sort((a, b) => b[1].length - a[1].length).slice(0, 3);
    return {
      cause,
      n: own.length,
      recall: own.length ? right / own.length : 0,
      precision: named.length ? right / named.length : 0,
      mostTakenFor: worst.map(([other, list]) => `${other} ${list.length}`).join(", "),
    };
  });
}
