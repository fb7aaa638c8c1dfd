import type { FieldError } from "../../../tenancy/errors.ts";
import { EVENT_TYPE_BY_NAME } from "../../catalogue/eventTypes.ts";
import { REASON_CODES } from "../../catalogue/reasons.ts";
import { meant, pointerTo, problem, quote } from "../../validate/problem.ts";
import type { Condition, EventMapping, FileMapping, Mapping, Value } from "../mapping.ts";
import { FileProblem } from "../rows/fileProblem.ts";
import type { Row } from "../rows/row.ts";
import { checkAsIs, compileAsIs } from "./compileAsIs.ts";
import { type Built, compileMembers, type Json } from "./compileMembers.ts";
import { fold } from "./compileReading.ts";
import { type Cells, columnOf, columnsOf, compileColumn, compileValue, type Scope } from "./compileValue.ts";
import { nameMatches } from "./matchName.ts";
import { createZone } from "./zone.ts";

/** An event as JSON, not yet validated; or as much of it as could be made, and why not more. */
export type Mapped =
  | { readonly json: Json; readonly error?: undefined }
  | { readonly json: Json; readonly error: FieldError };

export interface CompiledFile {
  readonly rule: FileMapping;
  /** The rule's place in the mapping: files are read in this order. */
  readonly order: number;
  /** For a CSV, before its rows. @throws FileProblem when a column that the rules need is missing. */
  check(columns: readonly string[]): void;
  /** The events that a row tells of: none, one or several. A row at fault gives one that carries its error. */
  map(row: Row): readonly Mapped[];
}

export interface CompiledMapping {
  readonly files: readonly CompiledFile[];
  /** The first rule that the file's name matches, or null. */
  fileFor(name: string): CompiledFile | null;
}

/** Makes a checked mapping (see `checkMapping`) ready for reading files: forms and paths are taken apart once. */
export function compileMapping(mapping: Mapping): CompiledMapping {
  const files = mapping.files.map((rule, order) => compileFile(rule, order, mapping.source));
  return { files, fileFor: (name) => files.find(({ rule }) => nameMatches(rule.match, name)) ?? null };
}

type MapCells = (cells: Cells) => readonly Mapped[];

function compileFile(rule: FileMapping, order: number, source: string): CompiledFile {
  const paths = rule.format === "ndjson";
  const scope: Scope = { zone: createZone(rule.time_zone ?? "UTC"), paths };
  const needed = neededColumns(rule);
  const mapCells = rule.as_is === true ? mapAsIs(scope, source) : mapByRules(rule, scope, source);
  const missing = paths ? missingIn(rule.required_columns ?? [], scope) : null;
  return {
    rule,
    order,
    check(columns) {
      if (rule.as_is === true) checkAsIs(columns);
      for (const group of needed) requireColumn(group, columns);
    },
    map({ cells, error }) {
      const fault = error ?? missing?.(cells);
      return fault === undefined ? mapCells(cells) : [{ json: {}, error: fault }];
    },
  };
}

function mapAsIs(scope: Scope, source: string): MapCells {
  const build = scope.paths ? null : compileAsIs(scope);
  return (cells) => {
    const { json, error }: Built = build === null ? { json: { ...cells }, error: null } : build(cells);
    json["source"] ??= source;
    return [error === null ? { json } : { json, error }];
  };
}

function mapByRules(rule: FileMapping, scope: Scope, source: string): MapCells {
  const events = (rule.events ?? []).map((event) => compileEvent(event, scope, source));
  return (cells) => {
    const mapped: Mapped[] = [];
    for (const event of events) if (event.holds(cells)) mapped.push(event.map(cells));
    return mapped;
  };
}

const SHOWN_COLUMNS = 20;
const REQUIRED = ["id", "type", "occurred_at"] as const;

function compileEvent({ when = [], members }: EventMapping, scope: Scope, source: string) {
  const conditions = when.map((condition) => compileCondition(condition, scope));
  const build = compileMembers(
    Object.entries(members).map(([path, value]) => [path, compileValue(closeList(path, value), scope)]),
  );
  const absent = REQUIRED.map((name) => ({ name, error: absentError(name, members[name]) }));
  return {
    holds: (cells: Cells) => conditions.every((holds) => holds(cells)),
    map(cells: Cells): Mapped {
      const { json, error } = build(cells);
      json["source"] ??= source;
      const fault = error ?? absent.find(({ name }) => json[name] === undefined)?.error;
      return fault === undefined ? { json } : { json, error: fault };
    },
  };
}

/** A text that the map does not know may be one of the list itself; else the row is told of its column and the map. */
function closeList(path: string, value: Value): Value {
  const list = path === "reason" ? REASON_CODES : path === "type" ? EVENT_TYPE_BY_NAME : undefined;
  if (!list || "const" in value || value.map === undefined || value.unmapped) return value;
  const itself = Object.fromEntries([...list.keys()].map((name) => [name, name]));
  return { ...value, map: { ...itself, ...value.map }, unmapped: "refuse" };
}

function absentError(name: string, value: EventMapping["members"][string] | undefined): FieldError {
  const column = value === undefined ? undefined : columnOf(value);
  const pointer = column === undefined ? "" : pointerTo("columns", column);
  return problem("required", pointer, `is empty, and the event's ${name} comes from it`);
}

function compileCondition(condition: Condition, scope: Scope): (cells: Cells) => boolean {
  const cell = compileColumn(condition.column, scope);
  const text = (cells: Cells) => textOf(cell(cells));
  if ("present" in condition) return (cells) => (text(cells) !== "") === condition.present;
  const known = new Set(condition.in.map(fold));
  return (cells) => known.has(text(cells));
}

/** What conditions compare; an object or a list is there, but equals no text. */
function textOf(value: unknown): string {
  if (value === undefined || value === null) return "";
  return typeof value === "object" ? " " : fold(String(value));
}

/** Groups of columns of which one must be there. */
function neededColumns(rule: FileMapping): readonly (readonly string[])[] {
  return [
    ...(rule.required_columns ?? []).map((column) => [column]),
    ...(rule.events ?? []).flatMap(({ when = [], members }) => [
      ...when.map(({ column }) => [column]),
      ...Object.values(members).flatMap(columnsOf),
    ]),
  ];
}

function requireColumn(group: readonly string[], columns: readonly string[]): void {
  if (group.some((column) => columns.includes(column))) return;
  const [wanted = ""] = group;
  const names = group.map(quote).join(" or ");
  const hint =
    columns.length === 1
      ? "; the header has one column only: is the delimiter right?"
      : meant(wanted, columns, `; there are ${columns.slice(0, SHOWN_COLUMNS).map(quote).join(", ")}`);
  throw new FileProblem("missing_column", `the column ${names} is missing${hint}`);
}

/** Lines have no header: each must have the required members itself. */
function missingIn(required: readonly string[], scope: Scope): (cells: Cells) => FieldError | undefined {
  const columns = required.map((column) => ({ column, cell: compileColumn(column, scope) }));
  return (cells) => {
    const missing = columns.find(({ cell }) => cell(cells) === undefined);
    if (missing === undefined) return undefined;
    return problem("missing_column", pointerTo("columns", missing.column), "the member is missing");
  };
}
