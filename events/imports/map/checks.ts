import type { FieldError } from "../../../tenancy/errors.ts";
import { isObject } from "../../validate/checkData.ts";
import { meant, pointerTo, problem, quote } from "../../validate/problem.ts";

export type Json = Readonly<Record<string, unknown>>;

/** A place in what was sent, with all that was found wrong so far. */
export interface Place {
  readonly errors: FieldError[];
  readonly pointer: string;
}

/** The place of a member. */
export function within({ errors, pointer }: Place, ...names: readonly (string | number)[]): Place {
  return { errors, pointer: pointer + pointerTo(...names.map(String)) };
}

/** Notes what is wrong at a place. */
export function fault({ errors, pointer }: Place, code: string, detail: string): void {
  errors.push(problem(code, pointer, detail));
}

/** The value as an object of known members, or null after noting the fault. */
export function objectAt(value: unknown, at: Place, known: readonly string[]): Json | null {
  if (!isObject(value)) {
    fault(at, value === undefined ? "required" : "invalid_type", "must be an object");
    return null;
  }
  for (const name of Object.keys(value))
    if (!known.includes(name))
      fault(
        within(at, name),
        "unknown_field",
        `${quote(name)} is not known${meant(name, known, `; there are ${known.join(", ")}`)}`,
      );
  return value;
}

/** The elements of a list of so many, or none after noting the fault. */
export function listAt(value: unknown, at: Place, min: number, max: number): readonly unknown[] {
  if (!Array.isArray(value)) fault(at, value === undefined ? "required" : "invalid_type", "must be a list");
  else if (value.length < min || value.length > max)
    fault(at, "out_of_range", `must have ${min} - ${max} elements, and has ${value.length}`);
  else return value;
  return [];
}

/** Whether the value is a text of so many characters; notes the fault if not. */
export function isTextAt(value: unknown, at: Place, max: number): value is string {
  if (typeof value !== "string")
    fault(at, value === undefined ? "required" : "invalid_type", "must be a text");
  else if (value === "") fault(at, "too_short", "must not be empty");
  else if (value.length > max) fault(at, "too_long", `may have ${max} characters at most`);
  else return true;
  return false;
}

/** Checks a value that may be left out to be one of a list. */
export function checkOneOf(value: unknown, at: Place, known: readonly string[]): void {
  if (value !== undefined && !(typeof value === "string" && known.includes(value)))
    fault(at, "not_in_list", `must be one of ${known.map((one) => JSON.stringify(one)).join(", ")}`);
}

/** Checks a value that may be left out to be a whole number within bounds. */
export function checkWhole(value: unknown, at: Place, min: number, max: number): void {
  if (value !== undefined && !(Number.isInteger(value) && Number(value) >= min && Number(value) <= max))
    fault(at, "out_of_range", `must be a whole number, ${min} - ${max}`);
}
