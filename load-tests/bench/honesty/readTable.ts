import { openAsBlob, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "csv-parse/sync";

/** One table of the case as it is, or the rows of one order in so many; masters are always whole. */
export async function readTable(folder: string, name: string, oneIn: number): Promise<Blob> {
  const path = join(folder, name);
  if (oneIn === 1) return openAsBlob(path);
  const [head = [], ...rows] = parse(readFileSync(path)) as string[][];
  const at = head.indexOf("order_id");
  const chosen = at < 0 ? rows : rows.filter((row) => Number(row[at]) % oneIn === 0);
  return new Blob([[head, ...chosen].map((row) => `${row.map(quoted).join(",")}\n`).join("")]);
}

function quoted(cell: string): string {
  return /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
