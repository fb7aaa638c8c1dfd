/** Where a page of a list by (created_at, id) went on; plain JSON, to be sealed into a cursor. */
export interface Position {
  /** RFC 3339 UTC, milliseconds. */
  readonly created_at: string;
  readonly id: string;
}

export interface PageInput {
  readonly limit: number;
  readonly after?: Position | null;
}

export interface PageOf<Item> {
  readonly items: readonly Item[];
  /** Where the next page begins, or null at the end. */
  readonly next: Position | null;
}

/** Turns up to `limit + 1` items into a page: the one too many only says that there is a next page. */
export function toPage<Item extends Position>(found: readonly Item[], limit: number): PageOf<Item> {
  const items = found.slice(0, limit);
  const last = found.length > limit ? items.at(-1) : undefined;
  return { items, next: last ? { created_at: last.created_at, id: last.id } : null };
}
