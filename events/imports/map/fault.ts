import type { FieldError } from "../../../tenancy/errors.ts";
import { pointerTo, problem } from "../../validate/problem.ts";

/** What a value is instead when its cell cannot be read. */
export class Fault {
  readonly error: FieldError;

  constructor(error: FieldError) {
    this.error = error;
  }
}

/** A fault of a column's cell. The detail names the remedy, never the cell's text. */
export function faultOf(column: string, code: string, detail: string): Fault {
  return new Fault(problem(code, pointerTo("columns", column), detail));
}
