import type { Ref } from "../../events/event.ts";
import type { QueryParams } from "../client.ts";

/** The predicate that every read of one tenant's table carries. */
export const OWN = "tenant_key = {tenant_key:UInt32}";

/** References asked for; all must match. */
export type RefFilter = { readonly [R in Ref]?: string };

/** Conditions of a WHERE and the values that they bind. */
export interface Conditions {
  readonly text: string;
  readonly params: QueryParams;
}

/** `column = value` for each column that has a value; the names are ours, the values are bound. */
export function equalTo<Column extends string>(
  columns: readonly Column[],
  filter: { readonly [C in Column]?: string | undefined },
): readonly (readonly [string, QueryParams])[] {
  return columns.flatMap((column) => {
    const value = filter[column];
    return value === undefined ? [] : [[`${column} = {${column}:String}`, { [column]: value }] as const];
  });
}

/** `column` from `from` (included) to `to` (excluded), epoch milliseconds. */
export function within(
  column: string,
  { from, to }: { readonly from?: number | undefined; readonly to?: number | undefined },
): readonly (readonly [string, QueryParams])[] {
  return [
    ...(from === undefined ? [] : [[`${column} >= ${instant("from")}`, { from }] as const]),
    ...(to === undefined ? [] : [[`${column} < ${instant("to")}`, { to }] as const]),
  ];
}

/** The bound epoch milliseconds `param` as an instant. */
export function instant(param: string): string {
  return `fromUnixTimestamp64Milli({${param}:Int64}, 'UTC')`;
}

/** Everything joined with AND, the tenant's predicate first. */
export function allOf(parts: readonly (readonly [string, QueryParams])[]): Conditions {
  return {
    text: [OWN, ...parts.map(([text]) => text)].join(" AND "),
    params: Object.assign({}, ...parts.map(([, params]) => params)),
  };
}
