import type { Norm, StageNorms, StageQuantiles, StageSample } from "./types.ts";

/** A cell with this many deliveries weighs as much as what is known from its parents. */
const SHRINK = 8;
const LEAST_SPREAD = 12;
/** Cells of slot and owner with fewer deliveries say nothing that slot and owner alone do not. */
const LEAST_CELL = 8;

/** Key of a norm; the parts that are taken together are empty. */
export function normKey(stage: string, slot: number | null, entity: string | null): string {
  return `${stage}|${slot ?? ""}|${entity ?? ""}`;
}

/**
 * Usual durations by stage, slot and owner, each cell shrunk by its volume towards what slot and owner alone say
 * (medians add up: stage + what the slot adds + what the owner adds). Quartiles are robust: what fails now and then
 * does not move them.
 */
export function learnNorms(rows: readonly StageQuantiles[]): StageNorms {
  const norms = new Map<string, Norm>();
  const known = (stage: string, slot: number | null, entity: string | null) =>
    norms.get(normKey(stage, slot, entity));
  for (const row of [...rows].sort(byDetail)) {
    if (detail(row) === 2 && row.n < LEAST_CELL) continue;
    const own = { median: row.q50, spread: Math.max(LEAST_SPREAD, row.q75 - row.q25) };
    const all = known(row.stage, null, null);
    const parent = all === undefined ? undefined : parentOf(row, all, known);
    norms.set(normKey(row.stage, row.slot, row.entity), parent ? blend(own, row.n, parent) : own);
  }
  return { norms: Object.fromEntries(norms) };
}

function parentOf(
  row: StageQuantiles,
  all: Norm,
  known: (stage: string, slot: number | null, entity: string | null) => Norm | undefined,
): Norm {
  if (row.slot === null || row.entity === null) return all;
  const ofSlot = known(row.stage, row.slot, null) ?? all;
  const ofOwner = known(row.stage, null, row.entity) ?? all;
  return {
    median: Math.max(0, ofSlot.median + ofOwner.median - all.median),
    spread: Math.min(ofSlot.spread, ofOwner.spread),
  };
}

function blend(own: Norm, n: number, parent: Norm): Norm {
  const share = n / (n + SHRINK);
  const mix = (a: number, b: number) => Math.round((share * a + (1 - share) * b) * 10) / 10;
  return { median: mix(own.median, parent.median), spread: mix(own.spread, parent.spread) };
}

function byDetail(a: StageQuantiles, b: StageQuantiles): number {
  return detail(a) - detail(b);
}

function detail({ slot, entity }: StageQuantiles): number {
  return Number(slot !== null) + Number(entity !== null);
}

/** The norm that knows most of the sample's own slot and owner, or null where the stage was never seen. */
export function normOf({ norms }: StageNorms, sample: Omit<StageSample, "minutes">): Norm | null {
  const { stage, slot, entity } = sample;
  const own = entity === null ? undefined : read(norms, normKey(stage, slot, entity));
  if (own) return own;
  const all = read(norms, normKey(stage, null, null));
  if (!all) return null;
  const ofSlot = read(norms, normKey(stage, slot, null)) ?? all;
  const ofOwner = (entity === null ? undefined : read(norms, normKey(stage, null, entity))) ?? all;
  return {
    median: Math.max(0, ofSlot.median + ofOwner.median - all.median),
    spread: Math.min(ofSlot.spread, ofOwner.spread),
  };
}

function read(norms: StageNorms["norms"], key: string): Norm | undefined {
  return Object.hasOwn(norms, key) ? norms[key] : undefined;
}

/** Quartiles of samples at every level of detail: what a warehouse query gives, for callers that hold the samples. */
export function quantilesOf(samples: Iterable<StageSample>): readonly StageQuantiles[] {
  const cells = new Map<
    string,
    { row: Pick<StageQuantiles, "stage" | "slot" | "entity">; minutes: number[] }
  >();
  for (const { stage, minutes, slot, entity } of samples)
    for (const row of detailsOf(stage, slot, entity)) {
      const key = normKey(row.stage, row.slot, row.entity);
      const cell = cells.get(key);
      if (cell) cell.minutes.push(minutes);
      else cells.set(key, { row, minutes: [minutes] });
    }
  return [...cells.values()].map(({ row, minutes }) => {
    const sorted = Float64Array.from(minutes).sort();
    return { ...row, n: sorted.length, q25: at(sorted, 0.25), q50: at(sorted, 0.5), q75: at(sorted, 0.75) };
  });
}

function detailsOf(stage: string, slot: number, entity: string | null) {
  const all = [
    { stage, slot: null, entity: null },
    { stage, slot, entity: null },
  ];
  return entity === null ? all : [...all, { stage, slot: null, entity }, { stage, slot, entity }];
}

function at(sorted: Float64Array, share: number): number {
  const place = (sorted.length - 1) * share;
  const low = sorted[Math.floor(place)] ?? 0;
  const high = sorted[Math.ceil(place)] ?? low;
  return low + (high - low) * (place - Math.floor(place));
}
