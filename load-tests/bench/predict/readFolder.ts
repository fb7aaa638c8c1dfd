import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import type { PredictOptions } from "./options.ts";

const HOUR = 3_600_000;
const COLD_MS = 72 * HOUR;
/** How long after the cold days events may still come that belong to them. */
const COLD_TAIL_MS = 12 * HOUR;

/** One line to send, and when it arrived, epoch ms. */
interface Arrival {
  readonly line: string;
  readonly at: number;
}

export interface Confirmation {
  readonly deliveryId: string;
  readonly kind: string;
  readonly attempt: number | null;
  /** Epoch ms. */
  readonly at: number;
  readonly cause: string;
}

export interface TruthRow {
  readonly deliveryId: string;
  readonly kind: string;
  readonly attempt: number | null;
  readonly cause: string;
  readonly contributing: readonly string[];
  readonly first: boolean;
}

export interface Folder {
  readonly masters: readonly string[];
  /** In the order of arrival. */
  readonly events: readonly Arrival[];
  /** In the order of time. */
  readonly confirmed: readonly Confirmation[];
  /** Null where the folder does not tell. */
  readonly truth: readonly TruthRow[] | null;
  /** Failures from then on are not asked for; epoch ms. */
  readonly until: number;
}

/** Lines of no delivery are always chosen. */
function chooser(oneIn: number): (deliveryId: string | undefined) => boolean {
  return (id) => id === undefined || oneIn === 1 || Number(id.replace(/\D/g, "")) % oneIn === 0;
}

type Json = Record<string, unknown>;

/** Reads a folder in the form of `planted`, as far as the options let it speak. */
export function readFolder(options: PredictOptions): Folder {
  const path = (name: string) => join(options.folder, name);
  const chosen = chooser(options.oneIn);
  const events = lines(path("events.ndjson.gz"))
    .filter((line) => chosen(/"delivery_id":"([^"]*)"/.exec(line)?.[1]) && !isLeftOut(line, options))
    .map((line) => toArrival(line, options));
  const until = options.cold ? firstFailure(events) + COLD_MS : Number.POSITIVE_INFINITY;
  const silent = options.noFeedback || options.cold;
  const truth = existsSync(path("truth.failures.csv.gz"))
    ? rows(path("truth.failures.csv.gz"))
        .map(toTruth)
        .filter((row) => chosen(row.deliveryId))
    : null;
  return {
    masters: lines(path("masters.ndjson.gz")),
    events: events.filter(({ at }) => at < until + COLD_TAIL_MS),
    confirmed: silent
      ? []
      : rows(path("confirmed.csv.gz"))
          .map(toConfirmation)
          .filter((row) => chosen(row.deliveryId))
          .sort((a, b) => a.at - b.at),
    truth,
    until,
  };
}

function isLeftOut(line: string, { without }: PredictOptions): boolean {
  const source = without.length === 0 ? "" : String((JSON.parse(line) as Json)["source"]);
  return without.some((name) => source.startsWith(name));
}

function toArrival(line: string, { noReasons, noWords }: PredictOptions): Arrival {
  const event = JSON.parse(line) as Json;
  const at = Date.parse(String(event["received_hint"] ?? event["occurred_at"]));
  if (!noReasons && !noWords) return { line, at };
  if (noReasons) delete event["reason"];
  if (noWords) withoutWords(event);
  return { line: JSON.stringify(event), at };
}

/** Free texts: what a sender says in words, not what it says in members of its own. */
function withoutWords(event: Json): void {
  delete event["reason_text"];
  const data = event["data"] as Json | undefined;
  for (const member of ["note", "text", "sentiment"]) if (data) delete data[member];
}

function firstFailure(events: readonly Arrival[]): number {
  const times = events
    .filter(({ line }) => line.includes('"shipment.attempt_failed"'))
    .map(({ line }) => Date.parse((JSON.parse(line) as { occurred_at: string }).occurred_at));
  return times.reduce((first, at) => Math.min(first, at), Number.POSITIVE_INFINITY);
}

function toConfirmation(row: Readonly<Record<string, string>>): Confirmation {
  return {
    ...identityOf(row),
    at: Date.parse(row["confirmed_at"] ?? ""),
    cause: row["confirmed_cause"] ?? "",
  };
}

function toTruth(row: Readonly<Record<string, string>>): TruthRow {
  return {
    ...identityOf(row),
    cause: row["primary_cause"] ?? "",
    contributing: (row["contributing"] ?? "").split(";").filter((cause) => cause !== ""),
    first: row["first"] === "1",
  };
}

function identityOf(row: Readonly<Record<string, string>>) {
  const attempt = row["attempt"] ?? "";
  return {
    deliveryId: row["delivery_id"] ?? "",
    kind: row["kind"] ?? "",
    attempt: attempt === "" ? null : Number(attempt),
  };
}

/** Rows of a CSV without quoted commas, by the names of its columns. */
function rows(path: string): readonly Readonly<Record<string, string>>[] {
  if (!existsSync(path)) return [];
  const [head = "", ...body] = lines(path);
  const columns = head.split(",");
  return body.map((line) => {
    const cells = line.split(",");
    return Object.fromEntries(columns.map((column, i) => [column, cells[i] ?? ""]));
  });
}

function lines(path: string): readonly string[] {
  return gunzipSync(readFileSync(path))
    .toString("utf8")
    .split(/\r?\n/)
    .filter((line) => line !== "");
}
