import { writeFileSync } from "node:fs";
import { analyse } from "../../analysis/attribute/analyse.ts";
import { correlate } from "../../analysis/correlate/correlate.ts";
import { fitModel } from "../../analysis/fit/fitModel.ts";
import type { FitCase } from "../../analysis/fit/types.ts";
import { expertModel } from "../../analysis/model/expert.ts";
import type { AttributionModel } from "../../analysis/model/types.ts";
import { type CorpusOptions, loadCorpus } from "./attributionCorpus.ts";
import { type Answer, answerCases, type Score, scoreAnswers, statedOf } from "./attributionScore.ts";
import { printTables, type Variant } from "./attributionTables.ts";
import { drawReliability, reliabilityOf } from "./reliability.ts";

/** The first so many days stand for a tenant of which nothing is known yet. */
const COLD_DAYS = 3;

export interface BenchOptions extends Omit<CorpusOptions, "days" | "noNorms"> {
  /** Leaves out what operators confirmed. */
  readonly noFeedback?: boolean;
  /** Only the first three days, and what experts know: no fit, no norms. */
  readonly cold?: boolean;
}

export interface BenchResult {
  readonly first: Score;
  readonly all: Score;
  readonly answers: readonly Answer[];
  /** Failures analysed in a second from correlated evidence, and correlated and analysed; one thread. */
  readonly perSecond: { readonly analysed: number; readonly both: number };
  readonly fitSeconds: number;
}

/**
 * Attributes every failure of a folder in the form of `planted` and scores it: after a fit on the folder's own failures
 * and confirmed causes, or cold. Truth is read for the score alone.
 */
export function benchAttribution(folder: string, options: BenchOptions = {}): BenchResult {
  const cold = options.cold ? { days: COLD_DAYS, noNorms: true } : {};
  const { cases, norms, exposures } = loadCorpus(folder, { ...options, ...cold });
  const started = performance.now();
  const correlated = cases.map((one) => ({
    ...one,
    correlation: correlate(one.failure, one.around),
    confirmed: options.noFeedback ? null : one.confirmed,
  }));
  const correlating = performance.now() - started;
  const prior = expertModel();
  const fitting = performance.now();
  const model = options.cold
    ? prior
    : fitModel({ version: "bench", prior, cases: correlated, exposures, norms });
  const fitSeconds = (performance.now() - fitting) / 1000;
  const answers = answerCases(correlated, model);
  const analysing = measureAnalyse(correlated, model);
  const perSecond = (ms: number) => Math.round((cases.length / ms) * 1000);
  const first = scoreAnswers(answers.filter((answer) => answer.first));
  return {
    first,
    all: scoreAnswers(answers),
    answers,
    perSecond: { analysed: perSecond(analysing), both: perSecond(correlating + analysing) },
    fitSeconds,
  };
}

/** Milliseconds that analysing takes, the code being warm. */
function measureAnalyse(cases: readonly FitCase[], model: AttributionModel): number {
  const started = performance.now();
  for (const { failure, correlation } of cases) analyse(failure, correlation, model, { final: true });
  return performance.now() - started;
}

const FLAGS = {
  "--cold": { cold: true },
  "--no-feedback": { noFeedback: true },
  "--no-reasons": { noReasons: true },
  "--no-words": { noWords: true },
} as const;

function main(args: readonly string[]): void {
  const folder = args.find((arg) => !arg.startsWith("--"));
  if (!folder)
    throw new Error(
      "usage: attribution.ts <folder in the form of planted> [--cold] [--no-feedback] [--no-reasons] [--no-words] [--all] [--picture=<file.svg>]",
    );
  const given = args.filter((arg): arg is keyof typeof FLAGS => Object.hasOwn(FLAGS, arg));
  const sets = args.includes("--all")
    ? [[], ["--no-feedback"], ["--cold"], ["--no-reasons"], ["--no-reasons", "--no-words"]]
    : [given];
  const variants: Variant[] = sets.map((set) => {
    const options = Object.assign({}, ...set.map((flag) => FLAGS[flag as keyof typeof FLAGS]));
    return { name: set.join(" ") || "fit and confirmed causes", result: benchAttribution(folder, options) };
  });
  printTables(variants);
  const picture = args.find((arg) => arg.startsWith("--picture="))?.slice("--picture=".length);
  const scored = variants[0]?.result.answers.filter((answer) => answer.first) ?? [];
  const title =
    "Stated confidence against the share that was right, first failures of the planted deliveries";
  if (picture) writeFileSync(picture, drawReliability(reliabilityOf(statedOf(scored)), title));
}

if (import.meta.main) main(process.argv.slice(2));
