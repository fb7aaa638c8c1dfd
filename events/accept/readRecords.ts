import { isUtf8 } from "node:buffer";
import { DomainError, type FieldError } from "../../tenancy/errors.ts";
import { inspectJson } from "../json/inspectJson.ts";
import { MAX_EVENTS_VALUES, MAX_JSON_DEPTH } from "../json/limits.ts";
import { countMembers, type JsonScan, scanJson } from "../json/scanJson.ts";
import { MAX_EVENT_BYTES, MAX_EVENTS_PER_REQUEST, MAX_REQUEST_BYTES } from "../limits.ts";
import { splitArray } from "./splitArray.ts";

/** One record of a request: parsed, or with the error that says why not. `raw` is its JSON text. */
export interface InboundRecord {
  readonly index: number;
  readonly json?: unknown;
  readonly raw: string;
  readonly error?: FieldError;
  /** All that is wrong with it, `error` first; absent when that is all. */
  readonly errors?: readonly FieldError[];
}

export interface ReadOptions {
  /** `json`: one object, or an array of them; `ndjson`: one per line; `auto` looks at the first character. */
  readonly format: "json" | "ndjson" | "auto";
}

/**
 * Splits an inflated request body into its records. A record that is no JSON carries its error and takes none of the
 * others with it. @throws DomainError too_large (bytes, records), invalid_request (no record at all, no UTF-8).
 */
export function readRecords(body: Uint8Array, { format }: ReadOptions): readonly InboundRecord[] {
  if (body.byteLength > MAX_REQUEST_BYTES)
    throw new DomainError(
      "too_large",
      `a request may have ${MAX_REQUEST_BYTES} bytes at most, after inflating`,
    );
  const scan = scanJson(body);
  if (scan.values > MAX_EVENTS_VALUES)
    throw new DomainError(
      "too_large",
      `a request may hold ${MAX_EVENTS_VALUES} JSON values: send fewer events at once`,
    );
  const records = format === "ndjson" ? readLines(body, scan) : readJson(body, scan, format === "auto");
  if (records.length === 0) throw new DomainError("invalid_request", "the request holds no record");
  if (records.length > MAX_EVENTS_PER_REQUEST) throw tooMany();
  return records;
}

function tooMany(): DomainError {
  return new DomainError("too_large", `a request may hold ${MAX_EVENTS_PER_REQUEST} events at most`);
}

function decode(body: Uint8Array): string {
  return new TextDecoder("utf-8").decode(body);
}

function readJson(body: Uint8Array, scan: JsonScan, mayBeLines: boolean): readonly InboundRecord[] {
  if (!isUtf8(body)) {
    if (mayBeLines && body[0] === 0x7b && body.includes(0x0a)) return readLines(body, scan);
    throw new DomainError("invalid_request", "the request body is not valid UTF-8: encode it as UTF-8");
  }
  const text = decode(body).trim();
  if (text === "") return [];
  const isArray = text.startsWith("[");
  if (isArray && scan.elements > MAX_EVENTS_PER_REQUEST) throw tooMany();
  // An element that is too large is not worth parsing, with all that may be in it.
  const oversized = (isArray ? scan.longest : body.byteLength) > MAX_EVENT_BYTES && !WRAPPED.test(text);
  const whole: Parsed = isPlain(scan) && !oversized ? parse(text) : NOT_PARSED;
  if (whole.ok && countMembers(whole.json) === scan.members) {
    refuseWrapped(whole.json);
    return Array.isArray(whole.json) ? whole.json.map(toRecord) : [asRead(text, 0, whole.json)];
  }
  if (isArray) return splitArray(text).map(readCarefully);
  return mayBeLines && text.includes("\n") ? readLines(body, scan) : [readCarefully(text, 0)];
}

/** Whether parsing gives all that was sent, names that come twice aside. */
function isPlain(scan: JsonScan): boolean {
  return scan.depth <= MAX_JSON_DEPTH && !scan.longNumber;
}

/** How an object begins whose first member is a list. */
const WRAPPED = /^\{\s*"[^"\\]{0,80}"\s*:\s*\[/;

/** Many senders wrap their lists; told of it once, they need not read what each member of the wrapping lacks. */
function refuseWrapped(json: unknown): void {
  if (typeof json !== "object" || json === null || Array.isArray(json) || "type" in json) return;
  const [[name, list] = ["", null], ...others] = Object.entries(json);
  if (others.length > 0 || !Array.isArray(list)) return;
  const detail = `send the array itself, not as the member ${JSON.stringify(name.slice(0, 80))} of an object`;
  const errors = [{ code: "invalid_type", pointer: "", detail }];
  throw new DomainError("invalid_request", "The body is not an event or an array of events.", { errors });
}

/** An element of an array that parsed as a whole; its text is written again only when somebody asks for it. */
function toRecord(json: unknown, index: number): InboundRecord {
  return {
    index,
    json,
    get raw() {
      return JSON.stringify(json);
    },
  };
}

function readLines(body: Uint8Array, scan: JsonScan): readonly InboundRecord[] {
  const lines = linesOf(body);
  if (!isPlain(scan)) return lines.map(readCarefully);
  let members = 0;
  const records = lines.map((line, index) => {
    const record = asRead(line, index);
    members += countMembers(record.json);
    return record;
  });
  // Of a line that did not parse nobody knows how many it has.
  return members === scan.members ? records : lines.map(readCarefully);
}

/** Lines that are not blank. @throws too_large as soon as there are too many. */
function linesOf(body: Uint8Array): string[] {
  const bytes = Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  const text = isUtf8(body) ? decode(body) : null;
  const lines: string[] = [];
  for (let at = 0; at <= (text ?? bytes).length; ) {
    const found = text === null ? bytes.indexOf(0x0a, at) : text.indexOf("\n", at);
    const end = found < 0 ? (text ?? bytes).length : found;
    const line = text === null ? asText(bytes.subarray(at, end)) : text.slice(at, end);
    if (line.trim() !== "") lines.push(line);
    if (lines.length > MAX_EVENTS_PER_REQUEST) throw tooMany();
    at = end + 1;
  }
  return lines;
}

/** A line that is no UTF-8 is marked, so that it fails alone. */
function asText(line: Buffer): string {
  return isUtf8(line) ? line.toString("utf8") : `not UTF-8: ${line.toString("latin1")}`;
}

const TOO_LARGE: FieldError = {
  code: "too_large",
  pointer: "",
  detail: `an event may have ${MAX_EVENT_BYTES} bytes at most`,
};

function tooLarge(raw: string): boolean {
  return raw.length * 3 > MAX_EVENT_BYTES && Buffer.byteLength(raw) > MAX_EVENT_BYTES;
}

function asRead(raw: string, index: number, known?: unknown): InboundRecord {
  if (tooLarge(raw)) return { index, raw, error: TOO_LARGE };
  const parsed: Parsed = known === undefined ? parse(raw) : { ok: true, json: known };
  if (parsed.ok) return { index, json: parsed.json, raw };
  const detail = raw.startsWith("not UTF-8: ")
    ? "the record is not valid UTF-8"
    : "the record is not valid JSON";
  return { index, raw, error: { code: "invalid_json", pointer: "", detail } };
}

/** The same for a record of which parsing might not give all that was sent. */
function readCarefully(raw: string, index: number): InboundRecord {
  if (tooLarge(raw)) return { index, raw, error: TOO_LARGE };
  const errors = inspectJson(raw, { values: MAX_EVENTS_VALUES });
  const [error] = errors;
  if (error === undefined) return asRead(raw, index);
  // What is too deep is not parsed at all.
  if (errors.some(({ code }) => code === "too_deep")) return { index, raw, error, errors };
  const record = asRead(raw, index);
  return record.error ? record : { ...record, error, errors };
}

type Parsed = { readonly ok: true; readonly json: unknown } | { readonly ok: false };
const NOT_PARSED: Parsed = { ok: false };

function parse(text: string): Parsed {
  try {
    return { ok: true, json: JSON.parse(text) };
  } catch {
    return NOT_PARSED;
  }
}
