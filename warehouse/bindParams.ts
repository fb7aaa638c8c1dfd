import type { QueryParams } from "./client.ts";

/**
 * Values as the client must get them. Identities of 64 bits are decimal text in our rows, since a JSON number would lose
 * digits; within an array the client would quote them, which ClickHouse does not take for Array(UInt64).
 */
export function bindParams(text: string, params: QueryParams): QueryParams {
  const wide = new Set([...text.matchAll(/\{(\w+):\s*Array\(U?Int64\)\}/g)].map(([, name]) => name));
  const bind = (name: string, value: unknown) =>
    wide.has(name) && Array.isArray(value) ? value.map((item) => BigInt(item)) : value;
  return Object.fromEntries(Object.entries(params).map(([name, value]) => [name, bind(name, value)]));
}
