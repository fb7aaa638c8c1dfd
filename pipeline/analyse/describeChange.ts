import type { Analysis } from "../../analysis/types.ts";

/** Confidence bands: a change within one is no news. */
const BANDS = [0.4, 0.6, 0.8] as const;

function bandOf({ primary }: Analysis): number {
  return primary === null ? 0 : BANDS.filter((from) => primary.confidence >= from).length;
}

/** Whether consumers are told: another primary cause, or another band of confidence. */
export function isNews(before: Analysis, after: Analysis): boolean {
  return before.primary?.cause !== after.primary?.cause || bandOf(before) !== bandOf(after);
}

/** Why the answer differs from the one before, in words. */
export function describeChange(before: Analysis, after: Analysis): string | null {
  const known = new Set(before.evidence.map(({ id }) => id));
  const standing = new Set(after.evidence.map(({ id }) => id));
  const fresh = after.evidence.filter(({ id }) => !known.has(id)).map(({ statement }) => statement);
  const gone = before.evidence.filter(({ id }) => !standing.has(id)).map(({ statement }) => statement);
  if (fresh.length > 0) return `late evidence: ${fresh.slice(0, 3).join("; ")}`;
  if (gone.length > 0) return `evidence that no longer stands: ${gone.slice(0, 3).join("; ")}`;
  if (before.modelVersion !== after.modelVersion) return `new model ${after.modelVersion}`;
  return before.status === after.status ? null : "the time for late evidence has passed";
}
