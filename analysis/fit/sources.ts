import { VAGUE } from "../model/structure.ts";
import { SILENCE } from "../model/types.ts";
import type { Encoded, Table } from "./encode.ts";
import type { Shares } from "./shares.ts";

/** So many reasons of a source weigh as much as what is known of all sources. */
const SHRINK = 60;
/** Sources learn from this table only: codes are picked from a list, and each sender has its own habits. */
const OF_SOURCES: ReadonlySet<string> = new Set(["recorded_reason", "delay_reason"]);

/** By table: how often each cause is named at all and rightly, and how much better each source is at it. */
export interface NamingTableState {
  readonly table: Table;
  readonly any: Float64Array;
  readonly right: Float64Array;
  readonly odds: ReadonlyMap<string, number>;
}

export interface Naming {
  /** By cell; null for cells that name no cause. */
  readonly ofCell: readonly ({ readonly state: NamingTableState; readonly code: number } | null)[];
  readonly factors: Map<string, Float64Array>;
}

/** Nothing is known of any source yet. */
export function noNaming(cells: number): Naming {
  return { ofCell: new Array(cells).fill(null), factors: new Map() };
}

/** What a source's own quality adds to the log score of each cause, or null where nothing is known of it. */
export function oddsFactor({ ofCell, factors }: Naming, cell: number, source: string): Float64Array | null {
  const known = ofCell[cell];
  const odds = known?.state.odds.get(source);
  if (!known || odds === undefined) return null;
  const key = `${cell}|${source}`;
  const cached = factors.get(key);
  if (cached) return cached;
  const { any, right, table } = known.state;
  const factor = any.map((share, cause) => {
    const own = right[cause] ?? 0;
    if (own <= 0 || own >= share) return 0;
    const better = (odds * own) / (share - own);
    const now = (share * better) / (1 + better);
    const ratio = cause === known.code ? now / own : (share - now) / (share - own);
    return table.structure.weight * Math.log(ratio);
  });
  factors.set(key, factor);
  return factor;
}

/** Tally of one source: reasons it named, how many were right, and how many would be if it were like the others. */
interface Tally {
  named: number;
  right: number;
  usual: number;
}

/** Counts, over all failures, how often each source names the true cause against what is usual for those causes. */
export class SourceTally {
  readonly #states: readonly (NamingTableState & { readonly tallies: Map<string, Tally> })[];
  readonly #ofCell: ({ readonly state: number; readonly code: number } | null)[];
  readonly #encoded: Encoded;
  readonly #causes: readonly string[];

  constructor(encoded: Encoded, shares: Shares, causes: readonly string[]) {
    this.#encoded = encoded;
    this.#causes = causes;
    this.#ofCell = new Array(encoded.cells).fill(null);
    const tables = encoded.tables.filter(({ structure }) => OF_SOURCES.has(structure.name));
    this.#states = tables.map((table, state) => {
      this.#mark(table, state);
      return { table, ...namedShares(table, shares, causes), odds: new Map(), tallies: new Map() };
    });
  }

  #mark({ levels, base }: Table, state: number): void {
    levels.forEach((level, i) => {
      if (level !== SILENCE && !VAGUE.has(level))
        this.#ofCell[base + i] = { state, code: this.#causes.indexOf(level) };
    });
  }

  add(index: number, posterior: Float64Array): void {
    const { offsets, cell, sources } = this.#encoded;
    const source = sources[index];
    if (source === null || source === undefined) return;
    for (let j = offsets[index] ?? 0; j < (offsets[index + 1] ?? 0); j++) {
      const known = this.#ofCell[cell[j] ?? 0];
      const state = known ? this.#states[known.state] : undefined;
      if (!known || !state) continue;
      const tally = state.tallies.get(source) ?? { named: 0, right: 0, usual: 0 };
      for (let c = 0; c < posterior.length - 1; c++) {
        const share = posterior[c] ?? 0;
        tally.named += share;
        tally.usual += (share * (state.right[c] ?? 0)) / Math.max(1e-9, state.any[c] ?? 0);
      }
      if (known.code >= 0) tally.right += posterior[known.code] ?? 0;
      state.tallies.set(source, tally);
    }
  }

  result(): Naming {
    const states = this.#states.map(({ table, any, right, tallies }) => ({
      table,
      any,
      right,
      odds: new Map([...tallies].map(([source, tally]) => [source, oddsOf(tally)])),
    }));
    const ofCell = this.#ofCell.map((known) => {
      const state = known ? states[known.state] : undefined;
      return known && state ? { state, code: known.code } : null;
    });
    return { ofCell, factors: new Map() };
  }
}

function oddsOf({ named, right, usual }: Tally): number {
  const clamp = (share: number) => Math.min(0.98, Math.max(0.02, share));
  const expected = clamp(usual / Math.max(1e-9, named));
  const own = clamp((right + SHRINK * expected) / (named + SHRINK));
  return own / (1 - own) / (expected / (1 - expected));
}

function namedShares(table: Table, shares: Shares, causes: readonly string[]) {
  const any = new Float64Array(causes.length);
  const right = new Float64Array(causes.length);
  table.levels.forEach((level, i) => {
    if (level === SILENCE || VAGUE.has(level)) return;
    for (let c = 0; c < causes.length; c++) {
      const share = shares[(table.base + i) * causes.length + c] ?? 0;
      any[c] = (any[c] ?? 0) + share;
      if (causes[c] === level) right[c] = share;
    }
  });
  return { any, right };
}
