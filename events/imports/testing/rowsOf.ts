import { Readable } from "node:stream";
import { type ReadRowsOptions, readRows } from "../rows/readRows.ts";
import type { Row } from "../rows/row.ts";

/** All rows of a text or of bytes, which come in chunks cut at the given places. */
export async function rowsOf(
  content: string | Uint8Array,
  options: Partial<ReadRowsOptions> = {},
  cuts: readonly number[] = [],
): Promise<readonly Row[]> {
  const bytes = Buffer.from(content);
  const places = [0, ...cuts, bytes.length].map((place) => Math.min(place, bytes.length));
  places.sort((a, b) => a - b);
  const chunks = places.slice(1).map((place, n) => bytes.subarray(places[n], place));
  const rows: Row[] = [];
  for await (const row of readRows(Readable.from(chunks), { format: "csv", ...options })) rows.push(row);
  return rows;
}

/** The cells of the rows, or the code of what is wrong with them. */
export function outcomes(rows: readonly Row[]): readonly unknown[] {
  return rows.map(({ cells, error }) => error?.code ?? cells);
}
