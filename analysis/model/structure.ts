import { CAUSES, familyOf, UNEXPLAINED } from "./causes.ts";
import { DOOR_TABLES } from "./door.ts";
import { PLACE_TABLES } from "./place.ts";
import { REASON_TABLES } from "./reports.ts";
import type { LikelihoodTable, NamingTable } from "./table.ts";
import { SILENCE } from "./types.ts";
import { WAY_TABLES } from "./way.ts";
import { WORD_TABLES } from "./words.ts";

/** No single observation is taken to be rarer than this under any cause: tables are judgement, not knowledge. */
export const FLOOR = 0.004;
/** Words that name no cause, and codes that say "unknown": they are recorded, yet they name nothing. */
export const VAGUE: ReadonlySet<string> = new Set(["vague", "unknown"]);

/** What experts know of one feature: what it depends on, and how likely each level is. The graph is fixed, not learned. */
export interface FeatureStructure {
  readonly name: string;
  readonly weight: number;
  readonly tauMinutes: number | null;
  readonly scaleKm: number | null;
  readonly levels: readonly string[];
  /** Causes of one group share what is learned; most do not concern the feature at all and are one group. */
  readonly groups: Int16Array;
  /** Group of the causes that the feature does not depend on, or -1 where it depends on each. */
  readonly others: number;
  readonly naming: boolean;
  /** Whether a level, or SILENCE, is observed in every failure; then silence is a gap in the data and says nothing. */
  readonly complete: boolean;
  readonly silence: boolean;
  /** P(level | cause) by index of cause, or null where experts do not know the level. */
  expected(level: string): Float64Array | null;
  /** How likely the level is under a cause that has nothing to do with the feature. */
  usual(level: string): number;
}

/** The structure of every feature, by name. */
export function featureStructures(): ReadonlyMap<string, FeatureStructure> {
  const observed = [...DOOR_TABLES, ...PLACE_TABLES, ...WAY_TABLES].map(ofTable);
  const named = [...REASON_TABLES, ...WORD_TABLES].map(ofNaming);
  return new Map([...observed, ...named].map((structure) => [structure.name, structure]));
}

function ofTable(table: LikelihoodTable): FeatureStructure {
  const keys = CAUSES.map((cause) =>
    table.rows[cause] ? cause : table.rows[familyOf(cause)] ? familyOf(cause) : "",
  );
  const names = [...new Set(keys)];
  const complete = sum(table.any) > 0.985;
  return {
    name: table.name,
    weight: table.weight,
    tauMinutes: table.tauMinutes ?? null,
    scaleKm: table.scaleKm ?? null,
    levels: table.levels,
    groups: Int16Array.from(keys, (key) => names.indexOf(key)),
    others: names.indexOf(""),
    naming: false,
    complete,
    silence: table.silence ?? true,
    expected: (level) => expectedOf(table, keys, level),
    usual: (level) => expectedOf(table, [""], level)?.[0] ?? FLOOR,
  };
}

function expectedOf(table: LikelihoodTable, keys: readonly string[], level: string): Float64Array | null {
  const rowOf = (key: string) => table.rows[key] ?? table.any;
  if (level === SILENCE) return Float64Array.from(keys, (key) => Math.max(FLOOR, 1 - sum(rowOf(key))));
  const indices = (table.parts ? level.split("+") : [level]).map((part) => table.levels.indexOf(part));
  if (indices.some((index) => index < 0)) return null;
  return Float64Array.from(keys, (key) =>
    Math.max(FLOOR, sum(indices.map((index) => rowOf(key)[index] ?? 0))),
  );
}

function ofNaming(table: NamingTable): FeatureStructure {
  const [explained, unexplained] = table.spoken;
  const codes = new Set([
    ...CAUSES,
    ...Object.keys(table.usage),
    ...Object.values(table.confused).flatMap((others) => Object.keys(others)),
  ]);
  codes.delete(UNEXPLAINED);
  return {
    name: table.name,
    weight: table.weight,
    tauMinutes: null,
    scaleKm: null,
    levels: [...codes],
    groups: Int16Array.from(CAUSES, (_, index) => index),
    others: -1,
    naming: true,
    complete: false,
    silence: true,
    expected: (level) =>
      Float64Array.from(CAUSES, (cause) => {
        const spoken = cause === UNEXPLAINED ? unexplained : explained;
        if (level === SILENCE) return 1 - spoken;
        if (VAGUE.has(level)) return cause === UNEXPLAINED ? 0.12 : 0.04;
        return Math.max(FLOOR / 4, spoken * namedAs(table, cause, level));
      }),
    usual: (level) => {
      if (level === SILENCE) return 1 - explained;
      return VAGUE.has(level) ? 0.04 : explained * (table.usage[level] ?? FLOOR);
    },
  };
}

/** P(code | cause, anything is named): named rightly, confused, or by habit. Where nothing explains it, all is habit. */
function namedAs(table: NamingTable, cause: string, code: string): number {
  const usage = table.usage[code] ?? FLOOR;
  if (cause === UNEXPLAINED) return usage;
  const confused = table.confused[cause] ?? {};
  const habit = Math.max(0.05, 1 - table.right - sum(Object.values(confused))) * usage;
  return (cause === code ? table.right : (confused[code] ?? 0)) + habit;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
