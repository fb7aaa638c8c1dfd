import { analyse } from "../../analysis/attribute/analyse.ts";
import { correlate } from "../../analysis/correlate/correlate.ts";
import { expertModel } from "../../analysis/model/expert.ts";
import type { AttributionModel } from "../../analysis/model/types.ts";
import { deriveEvent } from "../../events/derive/deriveEvent.ts";
import type { CanonicalEvent } from "../../events/event.ts";
import { type Case, loadCases } from "./attributionCorpus.ts";
import { type Answer, answerCases, type Score, scoreAnswers, scoreByCause } from "./attributionScore.ts";

export interface BenchOptions {
  readonly noReasons?: boolean;
  readonly oneIn?: number;
}

export interface BenchResult {
  readonly first: Score;
  readonly all: Score;
  readonly answers: readonly Answer[];
  /** Failures correlated and analysed in a second, one thread. */
  readonly perSecond: number;
}

/** Attributes every failure of a folder in the form of `planted` with the expert model and all evidence, and scores it. */
export function benchAttribution(folder: string, options: BenchOptions = {}): BenchResult {
  const derive = (event: Readonly<Record<string, unknown>>) =>
    deriveEvent(event as unknown as CanonicalEvent, (address) => address);
  const cases = loadCases(folder, { derive, ...options });
  const model = expertModel();
  const answers = answerCases(cases, model);
  const perSecond = measureSpeed(cases, model);
  const first = scoreAnswers(answers.filter((answer) => answer.first));
  return { first, all: scoreAnswers(answers), answers, perSecond };
}

/** Failures per second through correlate and analyse alone, the code being warm. */
function measureSpeed(cases: readonly Case[], model: AttributionModel): number {
  const started = performance.now();
  for (const { failure, around } of cases)
    analyse(failure, correlate(failure, around), model, { final: true });
  return Math.round((cases.length / (performance.now() - started)) * 1000);
}

function main(args: readonly string[]): void {
  const folder = args.find((arg) => !arg.startsWith("--"));
  if (!folder) throw new Error("usage: attribution.ts <folder in the form of planted> [--no-reasons]");
  const noReasons = args.includes("--no-reasons");
  const { first, all, answers, perSecond } = benchAttribution(folder, { noReasons });
  console.log(
    noReasons ? "every recorded reason removed" : "with recorded reasons",
    `- ${perSecond} failures/s`,
  );
  console.table({ "first failures": rounded(first), "all failures": rounded(all) });
  console.table(scoreByCause(answers.filter((answer) => answer.first)).map(rounded));
}

function rounded<Row extends object>(row: Row): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(row).map(([name, value]) => [
      name,
      typeof value === "number" ? Math.round(value * 1000) / 1000 : value,
    ]),
  );
}

if (import.meta.main) main(process.argv.slice(2));
