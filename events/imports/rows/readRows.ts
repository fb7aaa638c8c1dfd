import { isUtf8 } from "node:buffer";
import type { Readable } from "node:stream";
import type { FieldError } from "../../../tenancy/errors.ts";
import { inspectJson } from "../../json/inspectJson.ts";
import { MAX_EVENTS_VALUES } from "../../json/limits.ts";
import { isObject } from "../../validate/checkData.ts";
import { problem } from "../../validate/problem.ts";
import { openBytes } from "./readBytes.ts";
import { type Parsed, readHeader, type Table } from "./readHeader.ts";
import { MAX_ROW_BYTES, type Row } from "./row.ts";
import { createSplitter, type RawRecord } from "./splitRecords.ts";

export interface ReadRowsOptions {
  readonly format: "csv" | "ndjson";
  /** Of a CSV; `,` unless told. */
  readonly delimiter?: "," | ";" | "\t" | "|";
  /** Rows that were read before: they are counted, not given. */
  readonly skipRows?: number;
  /** Told of a CSV's columns before its first row; what it throws ends the reading. */
  readonly onColumns?: ((columns: readonly string[]) => void) | undefined;
}

/**
 * Reads the rows of a CSV or NDJSON file in UTF-8, one after the other and in constant memory; the stream is read no
 * faster than the rows are taken. A faulty row carries its error, the rest goes on. The same bytes give the same
 * numbers, however they are cut into chunks. @throws FileProblem for what is wrong with the file as a whole.
 */
export async function* readRows(stream: Readable, options: ReadRowsOptions): AsyncGenerator<Row> {
  const { skipped, chunks } = await openBytes(stream);
  const delimiter = options.format === "csv" ? (options.delimiter ?? ",") : null;
  const splitter = createSplitter({ delimiter: delimiter?.charCodeAt(0) ?? null, offset: skipped });
  const reader = createReader(delimiter, options);
  for await (const chunk of chunks) {
    for (const record of splitter.push(chunk)) {
      const row = reader.read(record);
      if (row !== null) yield row;
    }
  }
  for (const record of splitter.end()) {
    const row = reader.read(record);
    if (row !== null) yield row;
  }
  reader.finish();
}

/** The line by which some spreadsheets tell themselves the delimiter. */
const SPREADSHEET_HINT = /^"?sep=."?$/i;

/** Turns records into rows: the first one of a CSV is its header, blank ones are passed over. */
function createReader(delimiter: string | null, { skipRows = 0, onColumns }: ReadRowsOptions) {
  let table: Table | null = null;
  let number = 0;
  return {
    read(record: RawRecord): Row | null {
      const text = record.bytes.toString("utf8");
      if (record.fault === null && isBlank(text, delimiter)) return null;
      if (delimiter !== null && table === null) {
        if (SPREADSHEET_HINT.test(text)) return null;
        table = readHeader(record, text, delimiter);
        onColumns?.(table.columns);
        return null;
      }
      number += 1;
      if (number <= skipRows) return null;
      return { number, bytes: record.end, ...readRecord(record, text, table) };
    },
    finish() {
      if (delimiter !== null && table === null) readHeader(null, "", delimiter);
    },
  };
}

/** Nothing but space and delimiters: what spreadsheets leave behind. */
function isBlank(text: string, delimiter: string | null): boolean {
  for (let at = 0; at < text.length; at++)
    if (text[at] !== delimiter && text[at] !== " " && text[at] !== "\t" && text[at] !== "\r") return false;
  return true;
}

/** How much of a faulty row's text is kept where its size is the fault. */
const KEPT_CHARACTERS = 2_000;

function readRecord(
  { bytes, fault }: RawRecord,
  text: string,
  table: Table | null,
): Parsed & { raw: string } {
  if (fault !== null) return { cells: {}, error: FAULTS[fault], raw: text.slice(0, KEPT_CHARACTERS) };
  if (!isUtf8(bytes)) return { cells: {}, error: NOT_UTF8, raw: text };
  return { ...(table === null ? parseLine(text) : table.parse(text)), raw: text };
}

const FAULTS: Readonly<Record<"too_large" | "unclosed_quote", FieldError>> = {
  too_large: problem(
    "too_large",
    "",
    `a row may have ${MAX_ROW_BYTES / 1024} KiB at most: look for a quote that is never closed`,
  ),
  unclosed_quote: problem("unclosed_quote", "", "a quote is opened in this row and never closed"),
};
const NOT_UTF8: FieldError = problem("invalid_encoding", "", "the row is not UTF-8: save the file in UTF-8");
const NO_OBJECT: FieldError = problem("invalid_type", "", "a line must be one JSON object");
const NO_JSON: FieldError = problem("invalid_json", "", "the line is not valid JSON");

function parseLine(text: string): Parsed {
  try {
    const json: unknown = JSON.parse(text);
    if (!isObject(json)) return { cells: {}, error: NO_OBJECT };
    const [error] = inspectJson(text, { values: MAX_EVENTS_VALUES });
    return error === undefined ? { cells: json } : { cells: {}, error };
  } catch {
    return { cells: {}, error: NO_JSON };
  }
}
