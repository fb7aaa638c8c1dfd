import { contextOf, tableContext } from "../model/context.ts";
import type { FeatureStructure } from "../model/structure.ts";
import { type Context, SILENCE } from "../model/types.ts";
import type { FailureKind, Feature } from "../types.ts";
import type { FitCase } from "./types.ts";

/** In a context where a feature was seen this often, not seeing it means something. */
const APPLICABLE = 5;

/** The levels of one feature in one context, as the tenant's failures show them. */
export interface Table {
  readonly structure: FeatureStructure;
  readonly context: Context;
  readonly levels: readonly string[];
  /** Number of the first level's cell. */
  readonly base: number;
}

/** Failures as numbers: memory per failure is about 20 cells of 8 bytes. */
export interface Encoded {
  readonly tables: readonly Table[];
  readonly cells: number;
  readonly kinds: readonly FailureKind[];
  readonly sources: readonly (string | null)[];
  /** Index of the confirmed cause, or -1. */
  readonly confirmed: Int16Array;
  /** Cells of failure i: from offsets[i] up to offsets[i + 1]. */
  readonly offsets: Int32Array;
  readonly cell: Int32Array;
  /** Weight of each observation by its age and distance. */
  readonly near: Float32Array;
}

export type Structures = ReadonlyMap<string, FeatureStructure>;

/** Numbers the failures' observations; what experts do not know, and failures without a context, are passed over. */
export function encodeCases(
  cases: readonly FitCase[],
  structures: Structures,
  causes: readonly string[],
): Encoded {
  const tables = findTables(cases, structures);
  const index = new Map(tables.map((table) => [keyOf(table.context, table.structure.name), table]));
  const applicable = Map.groupBy(tables.filter(saysBySilence), ({ context }) => context);
  const cell: number[] = [];
  const near: number[] = [];
  const offsets = new Int32Array(cases.length + 1);
  cases.forEach((one, i) => {
    const context = contextOf(one.failure.kind, one.correlation);
    for (const [table, level, weight] of observations(one, context, index, applicable)) {
      cell.push(table.base + table.levels.indexOf(level));
      near.push(weight);
    }
    offsets[i + 1] = cell.length;
  });
  const last = tables.at(-1);
  return {
    tables,
    cells: last ? last.base + last.levels.length : 0,
    kinds: cases.map(({ failure }) => failure.kind),
    sources: cases.map(({ failure }) => failure.recordedReason?.source ?? null),
    confirmed: Int16Array.from(cases, ({ confirmed }) =>
      confirmed === null ? -1 : causes.indexOf(confirmed),
    ),
    offsets,
    cell: Int32Array.from(cell),
    near: Float32Array.from(near),
  };
}

function* observations(
  { correlation }: FitCase,
  context: Context,
  index: ReadonlyMap<string, Table>,
  applicable: ReadonlyMap<Context, readonly Table[]>,
): Generator<readonly [Table, string, number]> {
  if (context === "other") return;
  const seen = new Set<string>();
  for (const feature of correlation.features) {
    const table = index.get(keyOf(tableContext(feature.name, context), feature.name));
    if (!table) continue;
    seen.add(feature.name);
    yield [table, feature.level, nearness(feature, table.structure)];
  }
  for (const table of applicable.get(context) ?? [])
    if (!seen.has(table.structure.name)) yield [table, SILENCE, 1];
}

function findTables(cases: readonly FitCase[], structures: Structures): readonly Table[] {
  const found = new Map<
    string,
    { structure: FeatureStructure; context: Context; levels: Map<string, number> }
  >();
  for (const { failure, correlation } of cases) {
    const context = contextOf(failure.kind, correlation);
    if (context === "other") continue;
    for (const { name, level } of correlation.features) {
      const structure = structures.get(name);
      if (!structure) continue;
      const own = tableContext(name, context);
      const table = found.get(keyOf(own, name)) ?? { structure, context: own, levels: new Map() };
      table.levels.set(level, (table.levels.get(level) ?? 0) + 1);
      found.set(keyOf(own, name), table);
    }
  }
  let base = 0;
  return [...found].sort(byKey).map(([, { structure, context, levels }]) => {
    const total = [...levels.values()].reduce((sum, count) => sum + count, 0);
    const silent = structure.silence && total >= APPLICABLE;
    const names = [...levels.keys()].sort();
    const table = { structure, context, levels: silent ? [...names, SILENCE] : names, base };
    base += table.levels.length;
    return table;
  });
}

function saysBySilence({ levels }: Table): boolean {
  return levels.at(-1) === SILENCE;
}

function keyOf(context: Context, name: string): string {
  return `${context}|${name}`;
}

function byKey([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function nearness(feature: Feature, { tauMinutes, scaleKm }: FeatureStructure): number {
  const late = tauMinutes === null || feature.minutesBefore === null ? 0 : feature.minutesBefore / tauMinutes;
  const far = scaleKm === null || feature.distanceKm === null ? 0 : feature.distanceKm / scaleKm;
  return Math.exp(-late - far);
}
