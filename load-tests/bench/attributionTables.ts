import { familyOf } from "../../analysis/model/causes.ts";
import type { BenchResult } from "./attribution.ts";
import { type Answer, scoreByCause, scoreCoincidence, statedOf } from "./attributionScore.ts";
import { reliabilityOf } from "./reliability.ts";

export interface Variant {
  readonly name: string;
  readonly result: BenchResult;
}

/** Prints the scores of each variant, and of the first one its causes, its confusion by family and its reliability. */
export function printTables(variants: readonly Variant[]): void {
  console.table(Object.fromEntries(variants.map(({ name, result }) => [name, rounded(result.first)])));
  const [first] = variants;
  if (!first) return;
  const { all, answers, perSecond, fitSeconds } = first.result;
  const scored = answers.filter((answer) => answer.first);
  console.log(
    `analysed ${perSecond.analysed}/s, with correlation ${perSecond.both}/s, fitted in ${fitSeconds.toFixed(1)} s`,
  );
  console.table({ "all failures": rounded(all) });
  console.table(scoreByCause(scored).map(rounded));
  console.table(scoreCoincidence(scored).map(rounded));
  console.log("confusion by family, first failures: rows true, columns said");
  console.table(confusion(scored));
  console.table(reliabilityOf(statedOf(scored)).map(rounded));
}

function confusion(answers: readonly Answer[]): Record<string, Record<string, number>> {
  const families = [
    ...new Set(answers.flatMap(({ cause, ranked }) => [cause, ranked[0] ?? ""].map(familyOf))),
  ].sort();
  return Object.fromEntries(
    families.map((row) => [
      row,
      Object.fromEntries(
        families.map((column) => [
          column,
          answers.filter(
            ({ cause, ranked }) => familyOf(cause) === row && familyOf(ranked[0] ?? "") === column,
          ).length,
        ]),
      ),
    ]),
  );
}

function rounded<Row extends object>(row: Row): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(row).map(([name, value]) => [
      name,
      typeof value === "number" ? Math.round(value * 1000) / 1000 : value,
    ]),
  );
}
