import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";

export interface TruthRow {
  readonly delivery_id: string;
  readonly kind: string;
  readonly attempt: string;
  readonly primary_cause: string;
  readonly first: string;
}

export interface Planted {
  /** Masters first, then the events, in the order of arrival. */
  readonly lines: readonly string[];
  readonly truth: readonly TruthRow[];
  /** When everything is over, RFC 3339: the period's end and some days more. */
  readonly end: string;
}

const text = (path: string) => gunzipSync(readFileSync(path)).toString();
const linesOf = (content: string) => content.split("\n").filter((line) => line !== "");

/** Reads a folder in the form of `data/planted`. */
export function readPlanted(folder: string): Planted {
  const [head = "", ...rows] = linesOf(text(join(folder, "truth.failures.csv.gz")));
  const columns = head.split(",");
  const truth = rows.map((row) => {
    const cells = row.split(",");
    return Object.fromEntries(columns.map((column, i) => [column, cells[i] ?? ""])) as unknown as TruthRow;
  });
  const { period } = JSON.parse(readFileSync(join(folder, "masters.json"), "utf8")) as {
    period: { end: string };
  };
  return {
    lines: [
      ...linesOf(text(join(folder, "masters.ndjson.gz"))),
      ...linesOf(text(join(folder, "events.ndjson.gz"))),
    ],
    truth,
    end: new Date(Date.parse(period.end) + 20 * 86_400_000).toISOString(),
  };
}
