import type { FieldError } from "../../../tenancy/errors.ts";

/** A row may have so many bytes; a longer one fails alone. */
export const MAX_ROW_BYTES = 256 * 1024;

/** One row of a file: its cells by column, or the error that says why it has none. */
export interface Row {
  /** 1-based, without the header; blank lines are not counted. */
  readonly number: number;
  /** Bytes of the stream up to the row's end. */
  readonly bytes: number;
  readonly cells: Readonly<Record<string, unknown>>;
  /** The row's own text, cut where it is too large. */
  readonly raw: string;
  readonly error?: FieldError;
}
