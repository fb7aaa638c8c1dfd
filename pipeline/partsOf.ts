import type { LogRange } from "../events/log/port.ts";

/** After so long the rest of a range is left for later, since something else may be waiting. */
const LONG_MS = 3_000;

/** All records that a range has of some deliveries, at the positions of the whole. */
export interface Part extends LogRange {
  /** Up to here everything was handled, once this part and those before it were. */
  readonly through: number;
}

/**
 * A range of the pipeline's own topics in parts of at most `most` deliveries, in the order in which these are first told
 * of: one that is told of often is handled once.
 */
export function partsOf(range: LogRange, most: number): readonly Part[] {
  const byDelivery = [...Map.groupBy(range.records, ({ key }) => key).values()];
  return Array.from({ length: Math.ceil(byDelivery.length / most) }, (_, part) => {
    const next = byDelivery[(part + 1) * most]?.[0];
    return {
      ...range,
      records: byDelivery.slice(part * most, (part + 1) * most).flat(),
      through: next === undefined ? range.last : next.offset - 1,
    };
  });
}

interface LongRange {
  readonly range: LogRange;
  readonly endAt: ((last: number) => void) | undefined;
  /** Deliveries that are handled at once: memory does not follow from the length of the range. */
  readonly most: number;
}

/** Handles a range part by part, and ends it before its last one when that has taken long. */
export async function inParts(
  { range, endAt, most }: LongRange,
  handle: (part: LogRange) => Promise<unknown>,
): Promise<void> {
  const begun = performance.now();
  for (const part of partsOf(range, most)) {
    await handle(part);
    if (part.through === range.last || performance.now() - begun < LONG_MS) continue;
    endAt?.(part.through);
    return;
  }
}
