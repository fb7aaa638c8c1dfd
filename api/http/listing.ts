import type { Context } from "hono";
import type { Env } from "../env.ts";
import { cursorScope, decodeCursor, type Page, pageAt } from "./page.ts";
import { parseRange, type TimeRange } from "./time.ts";

interface ListQuery {
  readonly limit: number;
  readonly cursor?: string | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

/** What remains of a query once page and range are taken out: the filters that were given. */
type Filters<Query> = { [K in keyof Omit<Query, keyof ListQuery>]: Exclude<Query[K], undefined> };

interface Listing<Query, Position> {
  readonly filter: Partial<Filters<Query>> & TimeRange;
  readonly page: { readonly limit: number; readonly after?: Position };
  /** The answer, from what the warehouse's list gave. */
  answer<Row, Item>(
    found: { rows: readonly Row[]; next: Position | null },
    convert: (row: Row) => Item,
  ): Page<Item>;
}

/** Reads the query of a list over the warehouse. Throws invalid_request for a bad cursor, time or range. */
export function readListing<Position, Query extends ListQuery>(
  c: Context<Env>,
  query: Query,
): Listing<Query, Position> {
  const { limit, cursor, from, to, ...rest } = query;
  const scope = cursorScope(c);
  const after = decodeCursor<Position>(scope, cursor);
  const given = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined));
  return {
    filter: { ...(given as Partial<Filters<Query>>), ...parseRange({ from, to }) },
    page: { limit, ...(after !== undefined && { after }) },
    answer: (found, convert) => pageAt(scope, found.rows.map(convert), found.next),
  };
}
