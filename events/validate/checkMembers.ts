import type { FieldError } from "../../tenancy/errors.ts";
import type { Requirement } from "../catalogue/eventTypes.ts";
import { REASON_CODES } from "../catalogue/reasons.ts";
import { MAX_FAULTS } from "../json/limits.ts";
import { MAX_REF_CHARACTERS } from "../limits.ts";
import { EARLIEST, isObject } from "./checkData.ts";
import { meant, pointerTo, problem, quote } from "./problem.ts";
import { readInstant } from "./readInstant.ts";
import { isPrintable, isShort } from "./text.ts";

type Json = Readonly<Record<string, unknown>>;

const DAY = 86_400_000;
const REASON_LIST = [...REASON_CODES];

/** Checks a reference: 1 - 128 printable characters. Returns it, or undefined after adding to `errors`. */
export function checkReference(value: unknown, name: string, errors: FieldError[]): string | undefined {
  if (typeof value !== "string") errors.push(problem("invalid_type", `/${name}`, `${name} must be a string`));
  else if (value === "") errors.push(problem("too_short", `/${name}`, `${name} must not be empty`));
  else if (!isShort(value))
    errors.push(problem("too_long", `/${name}`, `${name} may have ${MAX_REF_CHARACTERS} characters at most`));
  else if (!isPrintable(value))
    errors.push(problem("invalid_format", `/${name}`, `${name} may hold printable characters only`));
  else return value;
  return undefined;
}

/** Checks an RFC 3339 time between 2000 and `daysAhead` days after `now` (epoch ms). Returns it in UTC. */
export function checkTime(
  value: unknown,
  name: string,
  now: number,
  daysAhead: number,
  errors: FieldError[],
): string | undefined {
  if (typeof value !== "string") {
    errors.push(
      problem("invalid_type", `/${name}`, `${name} must be a string: an RFC 3339 time with offset`),
    );
    return undefined;
  }
  const at = readInstant(value);
  if (at === null)
    errors.push(
      problem(
        "invalid_format",
        `/${name}`,
        `${name} must be an RFC 3339 time with offset, e.g. 2026-11-20T08:15:00+05:30`,
      ),
    );
  else if (at < EARLIEST)
    errors.push(problem("out_of_range", `/${name}`, "times before the year 2000 are refused"));
  else if (at > now + daysAhead * DAY)
    errors.push(
      problem(
        "out_of_range",
        `/${name}`,
        `times more than ${daysAhead === 1 ? "24 hours" : `${daysAhead} days`} ahead are refused`,
      ),
    );
  else return new Date(at).toISOString();
  return undefined;
}

/** Checks that the reason is one of the list. */
export function checkReason(value: unknown, errors: FieldError[]): string | undefined {
  if (typeof value !== "string") errors.push(problem("invalid_type", "/reason", "reason must be a string"));
  else if (!REASON_CODES.has(value))
    errors.push(
      problem(
        "not_in_list",
        "/reason",
        `reason must be of the list${meant(value, REASON_LIST, ": GET /v1/event-types lists them")}`,
      ),
    );
  else return value;
  return undefined;
}

function checkDegrees(location: Json, name: "lat" | "lon", bound: number, errors: FieldError[]): number {
  const value = location[name];
  if (typeof value !== "number") {
    errors.push(
      problem(
        value === undefined ? "required" : "invalid_type",
        `/location/${name}`,
        `${name} must be a number`,
      ),
    );
    return 0;
  }
  if (Math.abs(value) > bound)
    errors.push(problem("out_of_range", `/location/${name}`, `${name} must be -${bound} - ${bound}`));
  return value;
}

/** Checks a location: `lat` -90 - 90 and `lon` -180 - 180, nothing else. */
export function checkLocation(
  value: unknown,
  errors: FieldError[],
): { lat: number; lon: number } | undefined {
  if (!isObject(value)) {
    errors.push(problem("invalid_type", "/location", "location must be an object of lat and lon"));
    return undefined;
  }
  for (const name of Object.keys(value))
    if (name !== "lat" && name !== "lon" && errors.length < MAX_FAULTS)
      errors.push(
        problem(
          "unknown_field",
          pointerTo("location", name),
          `${quote(name)} is not known: a location has lat and lon`,
        ),
      );
  return { lat: checkDegrees(value, "lat", 90, errors), lon: checkDegrees(value, "lon", 180, errors) };
}

/** An area is a city, zone or postal code, or a location with `data.radius_km`. */
function hasArea(record: Json): boolean {
  if (record["city"] !== undefined || record["zone"] !== undefined || record["postal_code"] !== undefined)
    return true;
  return (
    record["location"] !== undefined && isObject(record["data"]) && record["data"]["radius_km"] !== undefined
  );
}

/** Checks that the references needed by the type are there; what is there but wrong was named before. */
export function checkRequired(
  record: Json,
  required: readonly Requirement[],
  type: string,
  errors: FieldError[],
): void {
  for (const anyOf of required) {
    let found = false;
    for (const name of anyOf) found ||= name === "area" ? hasArea(record) : record[name] !== undefined;
    const [first] = anyOf;
    if (!found && first !== undefined) errors.push(missing(anyOf, first, type, record));
  }
}

function missing(anyOf: Requirement, first: string, type: string, record: Json): FieldError {
  if (first !== "area") return problem("required", `/${first}`, `${type} needs ${anyOf.join(" or ")}`);
  const pointer = record["location"] === undefined ? "/city" : "/data/radius_km";
  return problem(
    "required",
    pointer,
    `${type} needs an area (city, zone, postal_code, or location with data.radius_km) or delivery_id`,
  );
}
