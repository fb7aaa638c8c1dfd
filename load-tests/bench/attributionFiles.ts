import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";

export type Json = Readonly<Record<string, unknown>>;

export interface Truth {
  readonly cause: string;
  readonly contributing: readonly string[];
  readonly first: boolean;
}

/** Names a failure in the folder's tables. */
export function keyOf(deliveryId: string, kind: string, attempt: number | null | string): string {
  return `${deliveryId} ${kind} ${attempt ?? ""}`;
}

/** Confirmed causes by failure, those that were confirmed by then. */
export function readConfirmed(folder: string, until: number): ReadonlyMap<string, string> {
  const file = join(folder, "confirmed.csv.gz");
  if (!existsSync(file)) return new Map();
  const rows = readText(file)
    .trim()
    .split(/\r?\n/)
    .slice(1)
    .map((line) => line.split(","));
  return new Map(
    rows.flatMap(([delivery = "", kind = "", attempt = "", at = "", cause = ""]) =>
      Date.parse(at) <= until ? [[keyOf(delivery, kind, attempt), cause] as const] : [],
    ),
  );
}

/** The true causes, for scores alone. */
export function readTruth(folder: string): ReadonlyMap<string, Truth> {
  const [header = "", ...lines] = readText(join(folder, "truth.failures.csv.gz")).trim().split(/\r?\n/);
  const columns = header.split(",");
  return new Map(
    lines.map((line) => {
      const values = line.split(",");
      const field = (name: string) => values[columns.indexOf(name)] ?? "";
      const contributing = field("contributing").split(";").filter(Boolean);
      const key = `${field("delivery_id")} ${field("kind")} ${field("attempt")}`;
      return [key, { cause: field("primary_cause"), contributing, first: field("first") === "1" }] as const;
    }),
  );
}

/** The events of a compressed file of lines. */
export function readLines(file: string): readonly Json[] {
  return readText(file)
    .split("\n")
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Json);
}

function readText(file: string): string {
  return gunzipSync(readFileSync(file)).toString("utf8");
}
