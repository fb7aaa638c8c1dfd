import { DateTime } from "luxon";
import { readInstant } from "../../validate/readInstant.ts";
import type { Zone } from "./zone.ts";

/** Reads a text as an instant, epoch ms; null when it has another form. */
export type ReadTime = (text: string) => number | null;

/** The years that an RFC 3339 time can say. */
const FIRST = Date.UTC(1, 0, 1);
const LAST = Date.UTC(9999, 11, 31);
/** No time is longer; the work of reading one is bounded by it. */
const MAX_CHARACTERS = 100;

/** A reader of times in the given forms (Luxon's tokens), tried in turn; without any, of ISO 8601. */
export function createTimeReader(formats: readonly string[] | undefined, zone: Zone): ReadTime {
  const readers = formats?.map(
    (format) => TIMESTAMPS[format] ?? numericReader(format, zone) ?? wordyReader(format, zone),
  );
  return firstOf(readers ?? [readInstant, isoReader(zone)]);
}

/** Seconds (may have decimals) or milliseconds since 1970. */
const TIMESTAMPS: Readonly<Record<string, ReadTime>> = {
  X: (text) => (/^-?\d{1,12}(?:\.\d{1,9})?$/.test(text) ? Math.round(Number(text) * 1000) : null),
  x: (text) => (/^-?\d{1,15}$/.test(text) ? Number(text) : null),
};

function firstOf(readers: readonly ReadTime[]): ReadTime {
  return (text) => {
    if (text.length > MAX_CHARACTERS) return null;
    for (const read of readers) {
      const at = read(text);
      if (at !== null) return at >= FIRST && at <= LAST ? at : null;
    }
    return null;
  };
}

/**
 * Whether a time can be read in this form: it must say year, month and day (or be a timestamp), and no part twice, since
 * digits that could be shared out in ever so many ways would keep the reader busy for ever.
 */
export function isTimeFormat(format: string): boolean {
  const bare = format.replace(/'[^']*'/g, " ");
  if (bare.includes("'")) return false;
  const letters = (bare.match(/([A-Za-z])\1*/g) ?? []).map((token) => token.charAt(0));
  if (letters.length === 1) return bare === "x" || bare === "X" || bare === "D";
  if (new Set(letters).size !== letters.length || letters.some((letter) => "DfFtTxX".includes(letter)))
    return false;
  return letters.includes("y") && letters.includes("M") !== letters.includes("L") && letters.includes("d");
}

const PARTS: Readonly<Record<string, { readonly pattern: string; readonly part: number }>> = {
  yyyy: { pattern: "(\\d{4})", part: 0 },
  MM: { pattern: "(\\d{2})", part: 1 },
  M: { pattern: "(\\d{1,2})", part: 1 },
  dd: { pattern: "(\\d{2})", part: 2 },
  d: { pattern: "(\\d{1,2})", part: 2 },
  HH: { pattern: "(\\d{2})", part: 3 },
  H: { pattern: "(\\d{1,2})", part: 3 },
  mm: { pattern: "(\\d{2})", part: 4 },
  m: { pattern: "(\\d{1,2})", part: 4 },
  ss: { pattern: "(\\d{2})", part: 5 },
  s: { pattern: "(\\d{1,2})", part: 5 },
  SSS: { pattern: "(\\d{3})", part: 6 },
};

/** A reader for forms of digits alone, which are most: some forty times as fast as the general one. */
function numericReader(format: string, zone: Zone): ReadTime | null {
  const order: number[] = [];
  let known = true;
  const pattern = format.replace(/'([^']*)'|([A-Za-z])\2*|[^A-Za-z']/g, (token, literal, letter) => {
    if (letter === undefined) return escapeLiteral(literal ?? token);
    const entry = PARTS[token];
    known &&= entry !== undefined && !order.includes(entry.part);
    order.push(entry?.part ?? 0);
    return entry?.pattern ?? "";
  });
  if (!known || format.split("'").length % 2 === 0) return null;
  const whole = new RegExp(`^${pattern}$`);
  return (text) => {
    const found = whole.exec(text);
    if (found === null) return null;
    const parts = [0, 1, 1, 0, 0, 0, 0];
    for (let at = 0; at < order.length; at++) parts[order[at] as number] = Number(found[at + 1]);
    const local = localOf(parts);
    return local === null ? null : zone.toInstant(local);
  };
}

function escapeLiteral(literal: string): string {
  return literal.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&");
}

/** The local time of year, month, day, hour, minute, second and ms; null when the calendar has none such. */
function localOf(parts: readonly number[]): number | null {
  const [year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0, ms = 0] = parts;
  if (hour > 23 || minute > 59 || second > 59) return null;
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return null;
  return date.setUTCHours(hour, minute, second, ms);
}

/** Luxon reads in UTC, so that which of two local times is meant never depends on the day of reading. */
function wordyReader(format: string, zone: Zone): ReadTime {
  const parser = DateTime.buildFormatParser(format, { locale: "en-US" });
  const offset = /[zZ]/.test(format.replace(/'[^']*'/g, ""));
  return (text) => {
    const read = DateTime.fromFormatParser(text, parser, { zone: "utc", locale: "en-US" });
    if (!read.isValid) return null;
    return offset ? read.toMillis() : zone.toInstant(read.toMillis());
  };
}

const PLAIN = /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?)?$/;
const WITH_OFFSET = /T.*(?:Z|[+-]\d\d(?::?\d\d)?)$/i;

function isoReader(zone: Zone): ReadTime {
  return (text) => {
    const plain = PLAIN.exec(text);
    if (plain !== null) {
      const [year, month, day, hour, minute, second] = plain.slice(1, 7).map((part) => Number(part ?? 0));
      const ms = Number((plain[7] ?? "0").slice(0, 3).padEnd(3, "0"));
      const local = localOf([year, month, day, hour, minute, second, ms].map((part) => part ?? 0));
      return local === null ? null : zone.toInstant(local);
    }
    const read = DateTime.fromISO(text, { zone: "utc" });
    if (!read.isValid) return null;
    return WITH_OFFSET.test(text) ? read.toMillis() : zone.toInstant(read.toMillis());
  };
}
