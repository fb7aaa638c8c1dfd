import type { Analysis, Evidence } from "../../analysis/types.ts";

/** Confidence bands: a change within one is no news. */
const BANDS = [0.4, 0.6, 0.8] as const;
/** Items named of each sort. */
const NAMED = 3;

function bandOf({ primary }: Analysis): number {
  return primary === null ? 0 : BANDS.filter((from) => primary.confidence >= from).length;
}

/** Whether consumers are told: another primary cause, or another band of confidence. */
export function isNews(before: Analysis, after: Analysis): boolean {
  return before.primary?.cause !== after.primary?.cause || bandOf(before) !== bandOf(after);
}

/**
 * Why the answer differs from the one before, in words: by the events that came or went since, by the model, or by the
 * mere passing of time. Null where nothing of this differs.
 */
export function describeChange(before: Analysis, after: Analysis): string | null {
  const late = itemsBeyond(after.evidence, before.evidence);
  const gone = itemsBeyond(before.evidence, after.evidence);
  const parts = [
    ...(before.modelVersion === after.modelVersion ? [] : [`new model ${after.modelVersion}`]),
    ...(late.length > 0 ? [`late evidence: ${name(late)}`] : []),
    ...(gone.length > 0 ? [`evidence that no longer stands: ${name(gone)}`] : []),
  ];
  if (parts.length > 0) return parts.join("; ");
  const other = after.evidence.filter(({ id }) => !before.evidence.some((item) => item.id === id));
  if (other.length > 0) return `evidence was read anew: ${name(other)}`;
  return before.status === after.status ? null : "the time for late evidence has passed";
}

/** Items that rest on an event which none of the others rests on. */
function itemsBeyond(items: readonly Evidence[], others: readonly Evidence[]): readonly Evidence[] {
  const known = new Set(others.flatMap(({ events }) => events.map(keyOf)));
  return items.filter(({ events }) => events.some((event) => !known.has(keyOf(event))));
}

const keyOf = ({ source, id }: Evidence["events"][number]) => `${source}\u001f${id}`;

function name(items: readonly Evidence[]): string {
  return items
    .slice(0, NAMED)
    .map(({ statement }) => statement)
    .join("; ");
}
