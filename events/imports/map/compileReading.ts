import type { Reading } from "../mapping.ts";
import { type Fault, faultOf } from "./fault.ts";
import { createTimeReader } from "./readTime.ts";
import { writeInstant } from "./writeInstant.ts";
import type { Zone } from "./zone.ts";

/** Reads a value that is there; gives undefined for an absent one, a Fault for one that cannot be read. */
export type Read = (value: unknown) => unknown;
type Step = (text: string) => unknown;

/** How a column's value is read: the steps of the reading that are told, one after the other. */
export function compileReading(reading: Reading, column: string, zone: Zone): Read {
  const mapText = mapper(reading, column);
  const steps = [padder(reading), converter(reading, column, zone), keeper(reading)].filter(
    (step) => step !== null,
  );
  return (value) => {
    const text = textOf(value, reading, column);
    if (typeof text !== "string") return text;
    let current = mapText === null ? text : mapText(text);
    for (const step of steps) {
      if (typeof current !== "string") return current;
      current = step(current);
    }
    return current === "" ? undefined : current;
  };
}

/** The text to be read; what is no text and need not become one stays as it is. */
function textOf(value: unknown, { as, map }: Reading, column: string): unknown {
  if (typeof value === "string") return value.trim() || undefined;
  if (value === undefined || value === null) return undefined;
  if ((as === undefined && map === undefined) || as === "json") return value;
  if (typeof value !== "object") return String(value);
  return faultOf(column, "invalid_type", "must be a text, a number, true or false");
}

function mapper({ map, unmapped }: Reading, column: string): Step | null {
  if (map === undefined) return null;
  const known = new Map(Object.entries(map).map(([text, value]) => [fold(text), value]));
  return (text) => {
    const mapped = known.get(fold(text));
    if (mapped !== undefined || unmapped === "omit") return mapped;
    if (unmapped !== "refuse") return text;
    return faultOf(column, "not_in_list", "is none of the texts that the mapping knows: add it to `map`");
  };
}

/** Texts are compared without regard to case and surrounding space. */
export function fold(text: string): string {
  return text.trim().toLowerCase();
}

function padder({ pad_zeros: length }: Reading): Step | null {
  return length === undefined ? null : (text) => (/^\d+$/.test(text) ? text.padStart(length, "0") : text);
}

function keeper({ keep_last: length }: Reading): Step | null {
  return length === undefined ? null : (text) => text.slice(-length);
}

function converter(reading: Reading, column: string, zone: Zone): Step | null {
  switch (reading.as) {
    case "digits":
      return (text) => text.replace(/\D/g, "");
    case "number":
    case "integer":
      return numberStep(reading.as, column);
    case "boolean":
      return (text) => BOOLEANS.get(fold(text)) ?? faultOf(column, "invalid_type", "must be true or false");
    case "json":
      return (text) => parseJson(text) ?? faultOf(column, "invalid_json", "is not valid JSON");
    case "time":
    case "date":
      return timeStep(reading, reading.as, column, zone);
    default:
      return null;
  }
}

const NUMBER = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?$/;

function numberStep(as: "number" | "integer", column: string): Step {
  return (text): number | Fault => {
    const value = NUMBER.test(text) ? Number(text) : Number.NaN;
    if (as === "number" ? Number.isFinite(value) : Number.isSafeInteger(value)) return value;
    const form = as === "number" ? "a number such as 1234.5" : "a whole number such as 1234";
    return faultOf(column, "invalid_type", `must be ${form}, without spaces or marks for thousands`);
  };
}

const BOOLEANS: ReadonlyMap<string, boolean> = new Map([
  ...["true", "yes", "y", "1"].map((text) => [text, true] as const),
  ...["false", "no", "n", "0"].map((text) => [text, false] as const),
]);

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const UNITS = { minute: 60_000, hour: 3_600_000, day: 86_400_000 } as const;

function timeStep(
  { formats, truncate, plus_minutes = 0 }: Reading,
  as: "time" | "date",
  column: string,
  zone: Zone,
): Step {
  const read = createTimeReader(formats, zone);
  const unit = truncate === undefined ? null : UNITS[truncate];
  const forms = formats?.join(" or ") ?? "ISO 8601";
  return (text) => {
    const at = read(text);
    if (at === null)
      return faultOf(
        column,
        "invalid_format",
        `is no ${as} of the form ${forms}: correct it, or add its form to \`formats\``,
      );
    const cut = unit === null ? at : zone.toInstant(Math.floor(zone.toLocal(at) / unit) * unit);
    const moved = cut + plus_minutes * 60_000;
    return as === "time" ? writeInstant(moved) : writeInstant(zone.toLocal(moved)).slice(0, 10);
  };
}
