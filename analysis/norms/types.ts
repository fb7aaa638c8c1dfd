/** One stage (or several in a row, where the events between are missing) of one delivery. */
export interface StageSample {
  /** Names of SEGMENTS joined by "+". */
  readonly stage: string;
  readonly minutes: number;
  /** Half hour of the day in which it began, UTC, 0 - 47: waits depend on when the next wave or run leaves. */
  readonly slot: number;
  /** Whose stage it is: the warehouse, the lane or the hub; null where unknown. */
  readonly entity: string | null;
}

/** Quartiles of one stage's durations in minutes; `slot` and `entity` are null where all are taken together. */
export interface StageQuantiles {
  readonly stage: string;
  readonly slot: number | null;
  readonly entity: string | null;
  readonly n: number;
  readonly q25: number;
  readonly q50: number;
  readonly q75: number;
}

/** Usual duration of a stage, minutes: its median and the spread between its quartiles. */
export interface Norm {
  readonly median: number;
  readonly spread: number;
}

/** What a tenant's stages usually take; plain JSON. Keys are made by `normKey`. */
export interface StageNorms {
  readonly norms: Readonly<Record<string, Norm>>;
}
