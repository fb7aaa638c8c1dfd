/**
 * How the rows of files become events: plain data, given with the import or taken from a preset, and kept with it.
 * Column names are those of the file's header (CSV) or of the row's members (NDJSON, a path with dots).
 */
export interface Mapping {
  /** What the events are from, unless an event says so itself. */
  readonly source: string;
  /** Rules for files, in the order in which the files are read; a file goes by the first that matches its name. */
  readonly files: readonly FileMapping[];
}

export interface FileMapping {
  /** Name, `*` standing for any characters: `orders*.csv`. */
  readonly match: string;
  readonly format: "csv" | "ndjson";
  /** Of a CSV; `,` unless told. */
  readonly delimiter?: "," | ";" | "\t" | "|";
  /** IANA name of the zone of times without offset; UTC unless told. */
  readonly time_zone?: string;
  /** Columns that must be there beside those that the rules name; a file without one is refused as a whole. */
  readonly required_columns?: readonly string[];
  /**
   * The rows are canonical events already: lines as they stand, or columns named by the member's path
   * (`data.promised_by`). Such a rule has no `events`.
   */
  readonly as_is?: boolean;
  /** What each row tells of: an event for every rule whose `when` holds. */
  readonly events?: readonly EventMapping[];
}

export interface EventMapping {
  /** All must hold; none = always. */
  readonly when?: readonly Condition[];
  /**
   * The event's members by name, those of `data` and deeper ones by path: `data.address.city`.
   * A member whose value is absent (an empty cell) is left out. `type`, `id` and `occurred_at` are required.
   */
  readonly members: Readonly<Record<string, Value>>;
}

export type Condition =
  /** Compared without regard to case. */
  | { readonly column: string; readonly in: readonly string[] }
  | { readonly column: string; readonly present: boolean };

/**
 * Where a value comes from: a constant, a column, a text with `{column}`s (absent if one of them is), or the first of
 * several that is there.
 */
export type Value =
  | { readonly const: string | number | boolean }
  | ({ readonly column: string } & Reading)
  | ({ readonly template: string } & Reading)
  | ({ readonly first: readonly Value[] } & Reading);

/**
 * How the text is read, in this order; surrounding space is always taken off, empty text is an absent value. What is
 * no text (a number of NDJSON, what `map` made of a text) stays as it is unless `as` says otherwise.
 */
export interface Reading {
  /** Values for known texts; compared without regard to case. */
  readonly map?: Readonly<Record<string, string | number | boolean>>;
  /** What an unknown text becomes when there is a `map`: kept as it is, left out, or the row is refused. */
  readonly unmapped?: "keep" | "omit" | "refuse";
  /** Zeros put in front of digits again, up to this length: what a spreadsheet took off a number. */
  readonly pad_zeros?: number;
  /** `digits` keeps the digits alone; `time` gives a time in UTC, `date` a day. */
  readonly as?: "string" | "number" | "integer" | "boolean" | "time" | "date" | "digits" | "json";
  /** So many characters at the end of a text: a phone number without its country's code. */
  readonly keep_last?: number;
  /** Forms of a time or date, tried in turn, in Luxon's tokens (`yyyy-MM-dd HH:mm:ss`); ISO 8601 unless told. */
  readonly formats?: readonly string[];
  /** Cuts a time down to the start of its minute, hour or day, in the file's zone. */
  readonly truncate?: "minute" | "hour" | "day";
  /** Added to a time. */
  readonly plus_minutes?: number;
}
