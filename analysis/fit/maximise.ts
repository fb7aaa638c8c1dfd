import type { AttributionModel } from "../model/types.ts";
import type { FailureKind } from "../types.ts";
import type { Encoded, Table } from "./encode.ts";
import { type Beliefs, forEachPosterior } from "./expect.ts";
import { normalise, type Shares } from "./shares.ts";
import { noNaming, SourceTally } from "./sources.ts";

/** How many cases the experts' tables and priors are worth: with so many of its own, a tenant counts for half. */
export const EXPERT_CASES = 60;
const PRIOR_CASES = 30;

/** What the maximisation step starts from, and what it weighs the counts against. */
export interface Grounds {
  readonly encoded: Encoded;
  readonly causes: readonly string[];
  readonly priors: AttributionModel["logPriors"];
  readonly expected: Shares;
  /** How often each level was observed among the failures: the reference of the ratios. */
  readonly observed: Float64Array;
  /** What all attempts say of levels that do not depend on the cause, in cases; cell by cell. */
  readonly everywhere: Float64Array;
}

/** What the experts alone believe. */
export function firstBeliefs(grounds: Grounds): Beliefs {
  return {
    causes: grounds.causes.length,
    logPriors: grounds.priors,
    ratios: ratiosOf(grounds, grounds.expected),
    naming: noNaming(grounds.encoded.cells),
  };
}

/** One step of expectation and maximisation: every failure's probable causes are counted, and shrunk to the experts'. */
export function improve(grounds: Grounds, before: Beliefs): { beliefs: Beliefs; shares: Shares } {
  const { encoded, causes } = grounds;
  const counts = new Float64Array(encoded.cells * causes.length);
  const kinds = new Map<FailureKind, Float64Array>();
  const posteriors: Float32Array = new Float32Array(encoded.kinds.length * causes.length);
  forEachPosterior(encoded, before, (index, posterior) => {
    posteriors.set(posterior, index * causes.length);
    countKind(kinds, encoded.kinds[index], posterior);
    for (let j = encoded.offsets[index] ?? 0; j < (encoded.offsets[index + 1] ?? 0); j++) {
      const at = (encoded.cell[j] ?? 0) * causes.length;
      for (let c = 0; c < posterior.length; c++) counts[at + c] = (counts[at + c] ?? 0) + (posterior[c] ?? 0);
    }
  });
  const shares = sharesOf(grounds, counts);
  const tally = new SourceTally(encoded, shares, causes);
  for (let i = 0; i < encoded.kinds.length; i++)
    tally.add(i, Float64Array.from(posteriors.subarray(i * causes.length, (i + 1) * causes.length)));
  const logPriors = priorsOf(grounds, kinds);
  const ratios = ratiosOf(grounds, shares);
  return { beliefs: { causes: causes.length, logPriors, ratios, naming: tally.result() }, shares };
}

function countKind(
  kinds: Map<FailureKind, Float64Array>,
  kind: FailureKind | undefined,
  posterior: Float64Array,
): void {
  if (!kind) return;
  const counts = kinds.get(kind) ?? new Float64Array(posterior.length);
  for (let c = 0; c < posterior.length; c++) counts[c] = (counts[c] ?? 0) + (posterior[c] ?? 0);
  kinds.set(kind, counts);
}

function priorsOf({ priors }: Grounds, kinds: ReadonlyMap<FailureKind, Float64Array>): Beliefs["logPriors"] {
  const own = Object.entries(priors).map(([kind, logs]) => {
    const counts = kinds.get(kind as FailureKind);
    if (!counts) return [kind, logs];
    const total = counts.reduce((sum, count) => sum + count, 0) + PRIOR_CASES;
    return [kind, logs.map((log, c) => Math.log((PRIOR_CASES * Math.exp(log) + (counts[c] ?? 0)) / total))];
  });
  return Object.fromEntries(own) as Beliefs["logPriors"];
}

/** Counts of the causes of one group are pooled, shrunk to the experts' share, and made to sum to 1. */
function sharesOf({ encoded, causes, expected, everywhere }: Grounds, counts: Float64Array): Shares {
  const shares = new Float64Array(counts.length);
  for (const table of encoded.tables) {
    for (let i = 0; i < table.levels.length; i++) {
      const cell = table.base + i;
      const pooled = pool(table, counts.subarray(cell * causes.length, (cell + 1) * causes.length));
      if (table.structure.others >= 0)
        pooled[table.structure.others] = (pooled[table.structure.others] ?? 0) + (everywhere[cell] ?? 0);
      for (let c = 0; c < causes.length; c++) {
        const at = cell * causes.length + c;
        shares[at] = (pooled[table.structure.groups[c] ?? 0] ?? 0) + EXPERT_CASES * (expected[at] ?? 0);
      }
    }
    normalise(table, shares, causes.length);
  }
  return shares;
}

function pool({ structure }: Table, counts: Float64Array): Float64Array {
  const pooled = new Float64Array(counts.length);
  for (let c = 0; c < counts.length; c++) {
    const group = structure.groups[c] ?? 0;
    pooled[group] = (pooled[group] ?? 0) + (counts[c] ?? 0);
  }
  return pooled;
}

function ratiosOf({ encoded, causes, observed }: Grounds, shares: Shares): Float64Array {
  const ratios = new Float64Array(shares.length);
  for (const { structure, base, levels } of encoded.tables)
    for (let cell = base; cell < base + levels.length; cell++)
      for (let c = 0; c < causes.length; c++) {
        const at = cell * causes.length + c;
        ratios[at] =
          structure.weight * Math.log(Math.max(shares[at] ?? 0, 1e-4) / Math.max(observed[cell] ?? 0, 1e-4));
      }
  return ratios;
}
