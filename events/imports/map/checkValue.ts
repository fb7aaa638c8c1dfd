import { isObject } from "../../validate/checkData.ts";
import {
  checkOneOf,
  checkWhole,
  fault,
  isTextAt,
  type Json,
  listAt,
  objectAt,
  type Place,
  within,
} from "./checks.ts";
import { splitTemplate } from "./compileValue.ts";
import { isTimeFormat } from "./readTime.ts";

const MAX_COLUMN_CHARACTERS = 256;
const MAX_TEMPLATE_CHARACTERS = 500;
const MAX_FORMAT_CHARACTERS = 64;
const MAX_TEXT_CHARACTERS = 500;
const MAX_MAP_ENTRIES = 1_000;
const MAX_FORMATS = 10;
const MAX_ALTERNATIVES = 10;
const MAX_DEPTH = 4;
const MAX_PLUS_MINUTES = 366 * 24 * 60;

const READING = [
  "map",
  "unmapped",
  "pad_zeros",
  "as",
  "keep_last",
  "formats",
  "truncate",
  "plus_minutes",
] as const;
const AS = ["string", "number", "integer", "boolean", "time", "date", "digits", "json"] as const;
const ORIGINS = ["const", "column", "template", "first"] as const;

/** Checks where a member's value comes from and how its text is read. */
export function checkValue(json: unknown, at: Place, depth = 1): void {
  const origins = isObject(json) ? ORIGINS.filter((name) => json[name] !== undefined) : [];
  const [origin] = origins;
  if (origin === undefined || origins.length > 1) {
    fault(at, "invalid_value", `must have one of ${ORIGINS.join(", ")}`);
    return;
  }
  const value = objectAt(json, at, origin === "const" ? ["const"] : [origin, ...READING]);
  if (value === null) return;
  checkOrigin(origin, value[origin], within(at, origin), depth);
  if (origin !== "const") checkReading(value, at);
}

function checkOrigin(origin: (typeof ORIGINS)[number], value: unknown, at: Place, depth: number): void {
  switch (origin) {
    case "const":
      checkScalar(value, at);
      return;
    case "column":
      isTextAt(value, at, MAX_COLUMN_CHARACTERS);
      return;
    case "template":
      if (isTextAt(value, at, MAX_TEMPLATE_CHARACTERS)) checkTemplate(value, at);
      return;
    case "first":
      if (depth >= MAX_DEPTH) fault(at, "too_deep", `\`first\` may be nested ${MAX_DEPTH} deep at most`);
      else
        listAt(value, at, 1, MAX_ALTERNATIVES).forEach((one, n) => {
          checkValue(one, within(at, n), depth + 1);
        });
  }
}

function checkScalar(value: unknown, at: Place): void {
  if (typeof value === "string") isTextAt(value, at, MAX_TEXT_CHARACTERS);
  else if (typeof value !== "boolean" && !Number.isFinite(value))
    fault(at, "invalid_type", "must be a text, a number, true or false");
}

function checkTemplate(template: string, at: Place): void {
  const stray = splitTemplate(template).some((part) =>
    typeof part === "string" ? /[{}]/.test(part) : part.column === "",
  );
  if (stray) fault(at, "invalid_format", "braces stand around a column's name: `order-{order_id}`");
}

function checkReading(value: Json, at: Place): void {
  checkMap(value, at);
  checkOneOf(value["as"], within(at, "as"), AS);
  checkOneOf(value["truncate"], within(at, "truncate"), ["minute", "hour", "day"]);
  checkWhole(value["pad_zeros"], within(at, "pad_zeros"), 1, 32);
  checkWhole(value["keep_last"], within(at, "keep_last"), 1, 128);
  checkWhole(value["plus_minutes"], within(at, "plus_minutes"), -MAX_PLUS_MINUTES, MAX_PLUS_MINUTES);
  if (value["formats"] !== undefined)
    listAt(value["formats"], within(at, "formats"), 1, MAX_FORMATS).forEach((format, n) => {
      checkFormat(format, within(at, "formats", n));
    });
  if (value["as"] === "time" || value["as"] === "date") return;
  for (const name of ["formats", "truncate", "plus_minutes"])
    if (value[name] !== undefined)
      fault(within(at, name), "invalid_value", 'is for times: set `as` to "time" or "date"');
}

function checkFormat(format: unknown, at: Place): void {
  if (isTextAt(format, at, MAX_FORMAT_CHARACTERS) && !isTimeFormat(format))
    fault(
      at,
      "invalid_format",
      "must say year, month and day in Luxon's tokens, such as yyyy-MM-dd HH:mm:ss",
    );
}

function checkMap({ map, unmapped }: Json, at: Place): void {
  checkOneOf(unmapped, within(at, "unmapped"), ["keep", "omit", "refuse"]);
  if (map === undefined) return;
  if (!isObject(map)) {
    fault(within(at, "map"), "invalid_type", "must be an object of texts and what they become");
    return;
  }
  const entries = Object.entries(map);
  if (entries.length > MAX_MAP_ENTRIES)
    fault(within(at, "map"), "out_of_range", `may have ${MAX_MAP_ENTRIES} entries at most`);
  else for (const [text, become] of entries) checkScalar(become, within(at, "map", text));
}
