import type { FieldError } from "../../tenancy/errors.ts";
import type { DataMember, DataMembers } from "../catalogue/dataMember.ts";
import { MAX_DATA_BYTES, MAX_DATA_DEPTH } from "../limits.ts";
import { pointerTo, problem } from "./problem.ts";
import { isDate, readInstant } from "./readInstant.ts";

type Json = Readonly<Record<string, unknown>>;

/** The year before which no time is believed. */
export const EARLIEST = Date.UTC(2000, 0, 1);

export function isObject(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/**
 * Checks `data` of one event: an object of at most 64 KiB whose known members look as the type says.
 * Adds to `errors`; returns the data with its known instants in UTC (the same object when none changed).
 */
export function checkData(data: unknown, known: DataMembers, errors: FieldError[]): Json | undefined {
  if (!isObject(data)) {
    errors.push(problem("invalid_type", "/data", "data must be an object"));
    return undefined;
  }
  const bound = boundOf(data, MAX_DATA_DEPTH);
  if (bound === TOO_DEEP) {
    errors.push(problem("too_deep", "/data", `data may be nested ${MAX_DATA_DEPTH} levels deep at most`));
    return undefined;
  }
  if (bound > MAX_DATA_BYTES && Buffer.byteLength(JSON.stringify(data)) > MAX_DATA_BYTES) {
    errors.push(problem("too_large", "/data", "data may be 64 KiB of JSON at most"));
    return undefined;
  }
  let changed: Record<string, unknown> | undefined;
  for (const name in known) {
    const value = data[name];
    const member = known[name];
    if (value === undefined || member === undefined || !Object.hasOwn(data, name)) continue;
    const checked = checkMember(value, member, ["data", name], errors);
    if (checked !== value) {
      changed ??= { ...data };
      changed[name] = checked;
    }
  }
  return changed ?? data;
}

/** Checks one member; returns it, an instant in UTC. */
function checkMember(
  value: unknown,
  member: DataMember,
  path: readonly string[],
  errors: FieldError[],
): unknown {
  switch (member.kind) {
    case "instant":
    case "date_or_instant":
      return checkInstant(value, member.kind, path, errors);
    case "number":
      return checkNumber(value, member, path, errors);
    case "one_of":
      if (typeof value !== "string" || !member.values.includes(value))
        errors.push(problem("not_in_list", pointerTo(...path), `must be one of ${member.values.join(", ")}`));
      return value;
    case "object":
      return checkObject(value, member.members, path, errors);
    case "string_or_object":
      return typeof value === "string" ? value : checkObject(value, member.members, path, errors);
    default:
      if (!hasKind(value, member.kind))
        errors.push(
          problem("invalid_type", pointerTo(...path), `must be ${member.kind.replaceAll("_", " ")}`),
        );
      return value;
  }
}

function hasKind(value: unknown, kind: "string" | "boolean" | "array" | "string_or_number"): boolean {
  if (kind === "array") return Array.isArray(value);
  if (kind === "string_or_number") return typeof value === "string" || typeof value === "number";
  return typeof value === kind;
}

function checkInstant(value: unknown, kind: string, path: readonly string[], errors: FieldError[]): unknown {
  if (kind === "date_or_instant" && typeof value === "string" && isDate(value)) return value;
  const at = typeof value === "string" ? readInstant(value) : null;
  if (at === null) {
    errors.push(problem("invalid_format", pointerTo(...path), "must be an RFC 3339 time with offset"));
    return value;
  }
  if (kind === "instant" && at < EARLIEST) {
    errors.push(problem("out_of_range", pointerTo(...path), "times before the year 2000 are refused"));
    return value;
  }
  const utc = new Date(at).toISOString();
  return utc === value ? value : utc;
}

function checkNumber(
  value: unknown,
  member: DataMember & { kind: "number" },
  path: readonly string[],
  errors: FieldError[],
): unknown {
  const { min = Number.NEGATIVE_INFINITY, max = Number.POSITIVE_INFINITY } = member;
  if (typeof value !== "number") errors.push(problem("invalid_type", pointerTo(...path), "must be a number"));
  else if (value < min || value > max)
    errors.push(
      problem(
        "out_of_range",
        pointerTo(...path),
        Number.isFinite(max) ? `must be ${min} - ${max}` : `must be at least ${min}`,
      ),
    );
  return value;
}

function checkObject(
  value: unknown,
  members: DataMembers,
  path: readonly string[],
  errors: FieldError[],
): unknown {
  if (!isObject(value)) {
    errors.push(problem("invalid_type", pointerTo(...path), "must be an object"));
    return value;
  }
  for (const name in members) {
    const inner = members[name];
    if (inner !== undefined && Object.hasOwn(value, name))
      checkMember(value[name], inner, [...path, name], errors);
  }
  return value;
}

const TOO_DEEP = Number.POSITIVE_INFINITY;

/** At most so many bytes of JSON, cheaply and generously; TOO_DEEP beyond the levels. */
function boundOf(value: unknown, levels: number): number {
  if (typeof value === "string") return value.length * 6 + 3;
  if (typeof value !== "object" || value === null) return 26;
  if (levels === 0) return TOO_DEEP;
  let bound = 3;
  if (Array.isArray(value)) for (const inner of value) bound += boundOf(inner, levels - 1);
  else for (const name in value) bound += name.length * 6 + 4 + boundOf((value as Json)[name], levels - 1);
  return bound;
}
