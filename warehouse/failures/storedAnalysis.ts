import type { Analysis, Recommendation } from "../../analysis/types.ts";

/** What the `analysis` column of a failure holds, as JSON: the analysis, when it was made, and why it differs from the last. */
export interface StoredAnalysis extends Analysis {
  /** RFC 3339; absent = the row's `updated_at`. */
  readonly analyzedAt?: string;
  readonly changedBecause?: string | null;
  /** The message that told of this version, null when it was no news. */
  readonly told?: string | null;
}

/** Undefined for a failure that was detected and not analysed yet. */
export function readAnalysis(column: string): StoredAnalysis | undefined {
  return column === "" ? undefined : (JSON.parse(column) as StoredAnalysis);
}

export function readRecommendations(column: string): readonly Recommendation[] {
  return column === "" ? [] : (JSON.parse(column) as readonly Recommendation[]);
}
