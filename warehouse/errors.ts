import { ClickHouseError } from "@clickhouse/client";

/** ClickHouse's codes for rows that it cannot take whatever happens: the record is at fault, not the moment. */
const REFUSED_DATA: ReadonlySet<number> = new Set([
  6, // CANNOT_PARSE_TEXT
  25,
  26,
  27, // CANNOT_PARSE_ESCAPE_SEQUENCE, QUOTED_STRING, INPUT_ASSERTION_FAILED
  33,
  34, // CANNOT_READ_ALL_DATA
  38,
  41,
  72, // CANNOT_PARSE_DATE, DATETIME, NUMBER
  53,
  69,
  70, // TYPE_MISMATCH, ARGUMENT_OUT_OF_BOUND, CANNOT_CONVERT_TYPE
  117, // INCORRECT_DATA
  128,
  130,
  131, // TOO_LARGE_ARRAY_SIZE, CANNOT_READ_ARRAY_FROM_TEXT, TOO_LARGE_STRING_SIZE
  321,
  349, // VALUE_IS_OUT_OF_RANGE_OF_DATA_TYPE, CANNOT_INSERT_NULL_IN_ORDINARY_COLUMN
  407,
  467,
  469, // DECIMAL_OVERFLOW, CANNOT_PARSE_BOOL, VIOLATED_CONSTRAINT
]);

/** ClickHouse's codes for faults that pass: load, memory, disk, network, a restart. */
const TRANSIENT: ReadonlySet<number> = new Set([
  3, 159, 160, 173, 198, 202, 203, 209, 210, 225, 236, 241, 242, 243, 252, 279, 285, 286, 307, 319, 364, 373,
  394, 425, 439, 473, 499, 745, 999,
]);

const NETWORK: ReadonlySet<string> = new Set([
  "ECONNREFUSED",
  "ECONNRESET",
  "ECONNABORTED",
  "EPIPE",
  "ETIMEDOUT",
  "ENOTFOUND",
  "EAI_AGAIN",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "ERR_STREAM_PREMATURE_CLOSE",
]);

/** Whether ClickHouse refused the rows themselves: bisect until the bad one stands alone. Everything else is retried. */
export function isRefusedData(error: unknown): boolean {
  return error instanceof ClickHouseError && REFUSED_DATA.has(Number(error.code));
}

/**
 * Whether trying the same again may help: no connection, a reset, a timeout, memory or disk short, too many queries.
 * An error with no ClickHouse code (a proxy's page, a torn answer) counts as transient: nothing says that data is bad.
 */
export function isTransient(error: unknown): boolean {
  if (error instanceof ClickHouseError) return TRANSIENT.has(Number(error.code));
  if (!(error instanceof Error)) return false;
  const code = (error as { code?: unknown }).code;
  if (typeof code === "string" && NETWORK.has(code)) return true;
  if (error instanceof AggregateError) return error.errors.some(isTransient);
  return /timeout|socket hang up|aborted|closed|terminated|50[234]|overloaded|unavailable/i.test(
    error.message,
  );
}
