import { isUtf8 } from "node:buffer";
import type { FieldError } from "../../../tenancy/errors.ts";
import { pointerTo, problem, quote } from "../../validate/problem.ts";
import { FileProblem } from "./fileProblem.ts";
import type { Row } from "./row.ts";
import { splitCells } from "./splitCells.ts";
import type { RawRecord } from "./splitRecords.ts";

export type Parsed = Pick<Row, "cells" | "error">;

/** The columns of a CSV, and how a record's text becomes cells under them. */
export interface Table {
  readonly columns: readonly string[];
  parse(text: string): Parsed;
}

const MAX_COLUMNS = 1_000;
/** Names that an object cannot carry like any other. */
const RESERVED: ReadonlySet<string> = new Set(["__proto__", "constructor", "prototype"]);

/** Reads a CSV's header; null = the file has none. @throws FileProblem for a header that cannot be used. */
export function readHeader(record: RawRecord | null, text: string, delimiter: string): Table {
  if (record === null) throw new FileProblem("no_header", "the file is empty: a CSV begins with its header");
  if (record.fault !== null || !isUtf8(record.bytes))
    throw new FileProblem("bad_header", "the header cannot be read: save the file as CSV in UTF-8");
  const columns = splitCells(text, delimiter)?.map((name) => name.trim());
  if (columns === undefined) throw new FileProblem("bad_header", "the header has text after a closing quote");
  if (columns.length > MAX_COLUMNS)
    throw new FileProblem("too_many_columns", `a file may have ${MAX_COLUMNS} columns at most`);
  columns.forEach((name, at) => {
    checkName(name, at, columns);
  });
  return { columns, parse: (line) => parse(line, columns, delimiter) };
}

function checkName(name: string, at: number, columns: readonly string[]): void {
  const place = `column ${at + 1} of the header`;
  if (name === "") throw new FileProblem("empty_column", `${place} has no name: name it or take it out`);
  if (RESERVED.has(name))
    throw new FileProblem("reserved_column", `${place} may not be named ${quote(name)}`);
  if (columns.indexOf(name) !== at)
    throw new FileProblem("duplicate_column", `${place} is named ${quote(name)} like one before it`);
}

function parse(text: string, columns: readonly string[], delimiter: string): Parsed {
  const values = splitCells(text, delimiter);
  if (values === null) return { cells: {}, error: AFTER_QUOTE };
  if (values.length !== columns.length) return { cells: {}, error: ragged(values.length, columns) };
  const cells: Record<string, unknown> = {};
  for (let at = 0; at < columns.length; at++) cells[columns[at] as string] = values[at];
  return { cells };
}

const AFTER_QUOTE: FieldError = problem(
  "stray_quote",
  "",
  'text follows a closing quote: double the quotes within a cell (""), or close the one left open',
);

function ragged(cells: number, columns: readonly string[]): FieldError {
  const counts = `the row has ${cells} cells, the header ${columns.length}`;
  const missing = columns[cells];
  if (missing !== undefined)
    return problem("too_few_cells", pointerTo("columns", missing), `${counts}: ${quote(missing)} is missing`);
  const last = columns.at(-1) ?? "";
  return problem(
    "too_many_cells",
    pointerTo("columns", last),
    `${counts}: there are more after ${quote(last)}; quote cells that hold the delimiter`,
  );
}
