import { CAUSES, familyOf, UNEXPLAINED } from "./causes.ts";
import { DOOR_TABLES } from "./door.ts";
import { PLACE_TABLES } from "./place.ts";
import { expertPriors } from "./priors.ts";
import { REASON_TABLES } from "./reports.ts";
import type { LikelihoodTable, NamingTable } from "./table.ts";
import type { AttributionModel, FeatureModel } from "./types.ts";
import { WAY_TABLES } from "./way.ts";
import { WORD_TABLES } from "./words.ts";

/** No single observation is taken to be rarer than this under any cause: tables are judgement, not knowledge. */
const FLOOR = 0.004;

/**
 * The model of the first day, before a tenant has data of its own: priors by kind of failure and likelihoods of every
 * observed level, both written down as expert judgement. It knows nothing of any customer's counts.
 */
export function expertModel(): AttributionModel {
  const tables = [...DOOR_TABLES, ...PLACE_TABLES, ...WAY_TABLES].map(
    (table) => [table.name, fromTable(table)] as const,
  );
  const names = [...REASON_TABLES, ...WORD_TABLES].map((table) => [table.name, fromNaming(table)] as const);
  return {
    version: "expert-1",
    causes: CAUSES,
    logPriors: expertPriors(),
    features: new Map<string, FeatureModel>([...tables, ...names]),
    temperature: 1,
    pseudoCases: 30,
  };
}

function fromTable(table: LikelihoodTable): FeatureModel {
  const levels = new Map<string, Float64Array>();
  table.levels.forEach((level, index) => {
    const any = table.any[index] ?? FLOOR;
    levels.set(
      level,
      logRatios((cause) => rowOf(table, cause)?.[index] ?? any, any, table.weight),
    );
  });
  return {
    tauMinutes: table.tauMinutes ?? null,
    scaleKm: table.scaleKm ?? null,
    levels,
  };
}

function rowOf(table: LikelihoodTable, cause: string): readonly number[] | undefined {
  return table.rows[cause] ?? table.rows[familyOf(cause)];
}

function fromNaming(table: NamingTable): FeatureModel {
  const levels = new Map<string, Float64Array>();
  const named = new Set<string>([
    ...CAUSES,
    ...Object.keys(table.usage),
    ...Object.values(table.confused).flatMap(Object.keys),
  ]);
  for (const code of named) {
    const any = table.usage[code] ?? FLOOR;
    levels.set(
      code,
      logRatios((cause) => namedAs(table, cause, code, any), any, table.weight),
    );
  }
  return { tauMinutes: null, scaleKm: null, levels };
}

/** P(code | cause): named rightly, confused, or by habit. Where nothing explains the failure, all is habit. */
function namedAs(table: NamingTable, cause: string, code: string, usage: number): number {
  if (cause === UNEXPLAINED) return usage;
  const confused = table.confused[cause] ?? {};
  const lost = Object.values(confused).reduce((sum, share) => sum + share, 0);
  const habit = Math.max(0.05, 1 - table.right - lost) * usage;
  return (cause === code ? table.right : (confused[code] ?? 0)) + habit;
}

function logRatios(given: (cause: string) => number, any: number, weight: number): Float64Array {
  return Float64Array.from(
    CAUSES,
    (cause) => weight * Math.log(Math.max(given(cause), FLOOR) / Math.max(any, FLOOR)),
  );
}
