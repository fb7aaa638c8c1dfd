/** One page of a list in keyset order; `next` is where the following page begins, null on the last. */
export interface Page<Row, Position> {
  readonly rows: readonly Row[];
  readonly next: Position | null;
}

export interface PageRequest<Position> {
  /** 1 - 100. */
  readonly limit: number;
  /** The last row of the page before. */
  readonly after?: Position;
}

/** Cuts the one row too many that tells whether there is more. */
export function toPage<Row, Position>(
  rows: readonly Row[],
  limit: number,
  positionOf: (row: Row) => Position,
): Page<Row, Position> {
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return { rows: page, next: rows.length > limit && last !== undefined ? positionOf(last) : null };
}
