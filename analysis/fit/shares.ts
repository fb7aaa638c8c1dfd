import { VAGUE } from "../model/structure.ts";
import { SILENCE } from "../model/types.ts";
import type { Encoded, Table } from "./encode.ts";

/** P(level | cause) of every cell: cell * causes + cause. Columns of one table sum to 1. */
export type Shares = Float64Array;

/** How often each level of each table was observed, among the failures of its context. */
export function observedShares(encoded: Encoded): Float64Array {
  const counts = new Float64Array(encoded.cells);
  for (const cell of encoded.cell) counts[cell] = (counts[cell] ?? 0) + 1;
  for (const { base, levels } of encoded.tables) {
    let total = 0;
    for (let i = 0; i < levels.length; i++) total += counts[base + i] ?? 0;
    for (let i = 0; i < levels.length; i++) counts[base + i] = (counts[base + i] ?? 0) / Math.max(1, total);
  }
  return counts;
}

/**
 * What experts expect of each cell. How often a feature is observed at all is taken from the data where experts have no
 * view: gaps of a feed hit all causes alike. A level that they do not know is as usual under every cause.
 */
export function expectedShares(encoded: Encoded, observed: Float64Array, causes: number): Shares {
  const shares = new Float64Array(encoded.cells * causes);
  for (const table of encoded.tables) {
    table.levels.forEach((level, i) => {
      const cell = table.base + i;
      const usual = observed[cell] ?? 0;
      const row = expectedRow(table, level, usual, silentShare(table, observed), causes);
      shares.set(row, cell * causes);
    });
    normalise(table, shares, causes);
  }
  return shares;
}

function silentShare({ levels, base }: Table, observed: Float64Array): number {
  return levels.at(-1) === SILENCE ? (observed[base + levels.length - 1] ?? 0) : 0;
}

function expectedRow(
  { structure }: Table,
  level: string,
  usual: number,
  silent: number,
  causes: number,
): Float64Array {
  const all = new Float64Array(causes).fill(usual);
  if (structure.complete && level === SILENCE) return all;
  const expected = structure.expected(level);
  if (!expected) return all;
  if (structure.complete) return expected.map((share) => share * (1 - silent));
  if (!structure.naming) return expected;
  const unexplained = causes - 1;
  const scale = (1 - silent) / Math.max(0.01, 1 - (structure.expected(SILENCE)?.[0] ?? 0));
  if (level === SILENCE)
    return expected.map((share, cause) => (cause === unexplained ? Math.max(share, silent) : silent));
  if (VAGUE.has(level)) return expected;
  return expected.map((share, cause) => (cause === unexplained ? share : share * scale));
}

/** Makes each cause's shares of a table's levels sum to 1. */
export function normalise({ base, levels }: Table, shares: Shares, causes: number): void {
  for (let cause = 0; cause < causes; cause++) {
    let total = 0;
    for (let i = 0; i < levels.length; i++) total += shares[(base + i) * causes + cause] ?? 0;
    for (let i = 0; i < levels.length; i++) {
      const at = (base + i) * causes + cause;
      shares[at] = (shares[at] ?? 0) / total;
    }
  }
}
