import type { Reading, Value } from "../mapping.ts";
import { compileReading } from "./compileReading.ts";
import { Fault } from "./fault.ts";
import type { Zone } from "./zone.ts";

export type Cells = Readonly<Record<string, unknown>>;
/** A row's value: undefined = absent, a Fault = the row is at fault. */
export type Evaluate = (cells: Cells) => unknown;

/** Where the columns of the rules are found. */
export interface Scope {
  readonly zone: Zone;
  /** Whether a column's name may be a path into the row. */
  readonly paths: boolean;
}

/** The cell of a column, absent when the row has none of its own. */
export function compileColumn(column: string, { paths }: Pick<Scope, "paths">): Evaluate {
  if (!paths || !column.includes("."))
    return (cells) => (Object.hasOwn(cells, column) ? cells[column] : undefined);
  const names = column.split(".");
  return (cells) => {
    if (Object.hasOwn(cells, column)) return cells[column];
    let value: unknown = cells;
    for (const name of names) {
      if (typeof value !== "object" || value === null || !Object.hasOwn(value, name)) return undefined;
      value = (value as Cells)[name];
    }
    return value;
  };
}

/** Makes a value's reader, once per file. */
export function compileValue(value: Value, scope: Scope): Evaluate {
  if ("const" in value) return () => value.const;
  if ("column" in value) return read(compileColumn(value.column, scope), value, value.column, scope);
  if ("template" in value)
    return read(compileTemplate(value.template, scope), value, columnOf(value) ?? "", scope);
  const each = value.first.map((one) => compileValue(one, scope));
  return read((cells) => firstPresent(each, cells), value, columnOf(value) ?? "", scope);
}

function read(source: Evaluate, reading: Reading, column: string, { zone }: Scope): Evaluate {
  const apply = compileReading(reading, column, zone);
  return (cells) => {
    const value = source(cells);
    return value instanceof Fault ? value : apply(value);
  };
}

function firstPresent(each: readonly Evaluate[], cells: Cells): unknown {
  for (const evaluate of each) {
    const value = evaluate(cells);
    if (value !== undefined) return value;
  }
  return undefined;
}

/** Text with the columns put in; absent if one of them is, since half an id would be another's. */
function compileTemplate(template: string, scope: Scope): Evaluate {
  const parts = splitTemplate(template).map((part) =>
    typeof part === "string"
      ? part
      : read(compileColumn(part.column, scope), { as: "string" }, part.column, scope),
  );
  return (cells) => {
    let text = "";
    for (const part of parts) {
      const value = typeof part === "string" ? part : part(cells);
      if (value === undefined || value instanceof Fault) return value;
      text += value;
    }
    return text;
  };
}

/** The literal texts and columns of a template. */
export function splitTemplate(template: string): readonly (string | { readonly column: string })[] {
  return template
    .split(/(\{[^{}]+\})/)
    .filter((part) => part !== "")
    .map((part) =>
      part.startsWith("{") && part.endsWith("}") ? { column: part.slice(1, -1).trim() } : part,
    );
}

/** The columns that the value needs: of each group one must be there. */
export function columnsOf(value: Value): readonly (readonly string[])[] {
  if ("const" in value) return [];
  if ("column" in value) return [[value.column]];
  if ("template" in value)
    return splitTemplate(value.template).flatMap((part) => (typeof part === "string" ? [] : [[part.column]]));
  const groups = value.first.map((one) => columnsOf(one).flat());
  return groups.some((group) => group.length === 0) ? [] : [groups.flat()];
}

/** The column to be named when the value is missing or at fault. */
export function columnOf(value: Value): string | undefined {
  return "first" in value
    ? value.first.map(columnOf).find((name) => name !== undefined)
    : columnsOf(value)[0]?.[0];
}
