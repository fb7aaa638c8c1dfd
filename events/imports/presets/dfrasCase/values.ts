import type { Condition, EventMapping, FileMapping, Value } from "../../mapping.ts";

// Short words for what the preset's rules are made of.

export function constant(value: string | number | boolean): Value {
  return { const: value };
}

export function column(name: string): Value {
  return { column: name };
}

export function template(text: string): Value {
  return { template: text };
}

export function numberIn(name: string): Value {
  return { column: name, as: "number" };
}

/** The known texts of a column as something else; others stay as they are. */
export function mapped(name: string, map: Readonly<Record<string, string | number>>): Value {
  return { column: name, map };
}

export function oneOf(name: string, ...texts: readonly string[]): Condition {
  return { column: name, in: texts };
}

export function present(name: string, is = true): Condition {
  return { column: name, present: is };
}

const TIME = ["yyyy-MM-dd HH:mm:ss", "yyyy-MM-dd HH:mm"];

/** A time as the tables write it. */
export function time(name: string): Value {
  return { column: name, as: "time", formats: TIME };
}

/** A time of the master tables: a spreadsheet turns it about and loses its seconds, so nobody keeps them. */
export function masterTime(name: string): Value {
  return { column: name, as: "time", formats: [...TIME, "M/d/yyyy H:mm"], truncate: "minute" };
}

/** Six digits; a spreadsheet takes the zeros in front. */
export function pincode(name: string): Value {
  return { column: name, pad_zeros: 6 };
}

/** Ten digits, without the country's code and whatever a spreadsheet made of it. */
export function phone(name: string): Value {
  return { column: name, pad_zeros: 10, as: "digits", keep_last: 10 };
}

/** A rule for one table. */
export function table(match: string, source: string, events: readonly EventMapping[]): FileMapping {
  return {
    match,
    format: "csv",
    time_zone: "Asia/Kolkata",
    events: events.map(({ when, members }) => ({
      ...(when !== undefined && { when }),
      members: { source: constant(source), ...members },
    })),
  };
}
