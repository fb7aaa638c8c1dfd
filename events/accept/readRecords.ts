import { isUtf8 } from "node:buffer";
import { DomainError, type FieldError } from "../../tenancy/errors.ts";
import { MAX_EVENT_BYTES, MAX_EVENTS_PER_REQUEST, MAX_REQUEST_BYTES } from "../limits.ts";
import { splitArray } from "./splitArray.ts";

/** One record of a request: parsed, or with the error that says why not. `raw` is its JSON text. */
export interface InboundRecord {
  readonly index: number;
  readonly json?: unknown;
  readonly raw: string;
  readonly error?: FieldError;
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
  const records = format === "ndjson" ? readLines(body) : readJson(body, format === "auto");
  if (records.length === 0) throw new DomainError("invalid_request", "the request holds no record");
  if (records.length > MAX_EVENTS_PER_REQUEST)
    throw new DomainError("too_large", `a request may hold ${MAX_EVENTS_PER_REQUEST} events at most`);
  return records;
}

function decode(body: Uint8Array): string {
  return new TextDecoder("utf-8").decode(body);
}

function readJson(body: Uint8Array, mayBeLines: boolean): readonly InboundRecord[] {
  if (!isUtf8(body)) {
    if (mayBeLines && body[0] === 0x7b && body.includes(0x0a)) return readLines(body);
    throw new DomainError("invalid_request", "the request body is not valid UTF-8");
  }
  const text = decode(body).trim();
  if (text === "") return [];
  const whole = parse(text);
  if (whole.ok) refuseWrapped(whole.json);
  if (whole.ok) return Array.isArray(whole.json) ? ofElements(whole.json, text.length) : [read(text, 0)];
  if (text.startsWith("[")) return splitArray(text).map(read);
  return mayBeLines && text.includes("\n") ? readLines(body) : [read(text, 0)];
}

/** Many senders wrap their lists; told of it once, they need not read what each member of the wrapping lacks. */
function refuseWrapped(json: unknown): void {
  if (typeof json !== "object" || json === null || Array.isArray(json) || "type" in json) return;
  const [[name, list] = ["", null], ...others] = Object.entries(json);
  if (others.length > 0 || !Array.isArray(list)) return;
  const detail = `send the array itself, not as the member ${JSON.stringify(name.slice(0, 80))} of an object`;
  const errors = [{ code: "invalid_type", pointer: "", detail }];
  throw new DomainError("invalid_request", "The body is not an event or an array of events.", { errors });
}

/** The elements of an array that parsed as a whole; their text is written again only when somebody asks for it. */
function ofElements(elements: readonly unknown[], length: number): InboundRecord[] {
  return elements.map((json, index) => {
    const lazy = {
      index,
      json,
      get raw() {
        return JSON.stringify(json);
      },
    };
    return length * 3 > MAX_EVENT_BYTES && tooLarge(lazy.raw)
      ? { index, raw: lazy.raw, error: TOO_LARGE }
      : lazy;
  });
}

function readLines(body: Uint8Array): readonly InboundRecord[] {
  if (isUtf8(body)) return numbered(decode(body).split("\n"));
  const bytes = Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  const lines: string[] = [];
  for (let at = 0; at <= bytes.length; ) {
    const end = bytes.indexOf(0x0a, at);
    const line = bytes.subarray(at, end < 0 ? bytes.length : end);
    // A line that is no UTF-8 is marked, so that it fails alone.
    lines.push(isUtf8(line) ? line.toString("utf8") : `not UTF-8: ${line.toString("latin1")}`);
    at = end < 0 ? bytes.length + 1 : end + 1;
  }
  return numbered(lines);
}

function numbered(lines: readonly string[]): readonly InboundRecord[] {
  return lines.filter((line) => line.trim() !== "").map(read);
}

const TOO_LARGE: FieldError = {
  code: "too_large",
  pointer: "",
  detail: `an event may have ${MAX_EVENT_BYTES} bytes at most`,
};

function tooLarge(raw: string): boolean {
  return raw.length * 3 > MAX_EVENT_BYTES && Buffer.byteLength(raw) > MAX_EVENT_BYTES;
}

function read(raw: string, index: number): InboundRecord {
  if (tooLarge(raw)) return { index, raw, error: TOO_LARGE };
  const parsed = parse(raw);
  if (parsed.ok) return { index, json: parsed.json, raw };
  return { index, raw, error: { code: "invalid_json", pointer: "", detail: "the record is not valid JSON" } };
}

function parse(text: string): { ok: true; json: unknown } | { ok: false } {
  try {
    return { ok: true, json: JSON.parse(text) };
  } catch {
    return { ok: false };
  }
}
