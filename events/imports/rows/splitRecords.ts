import { MAX_ROW_BYTES } from "./row.ts";

const LF = 0x0a;
const CR = 0x0d;
const QUOTE = 0x22;

/** The bytes of one record, without its line break. */
export interface RawRecord {
  readonly bytes: Buffer;
  /** Bytes of the stream up to its end. */
  readonly end: number;
  readonly fault: "too_large" | "unclosed_quote" | null;
}

export interface Splitter {
  /** The records that end within what came so far. */
  push(chunk: Buffer): readonly RawRecord[];
  /** What is left when nothing more comes. */
  end(): readonly RawRecord[];
}

interface Options {
  /** Byte between the cells, where quotes may hold line breaks; null: every line is a record. */
  readonly delimiter: number | null;
  /** Bytes of the stream before the first chunk. */
  readonly offset: number;
}

/**
 * Cuts a stream of bytes into records, holding no more than one record and one chunk. Lines end with LF, CRLF or, if
 * the first one does, CR. A record longer than MAX_ROW_BYTES ends at the first line break beyond them, quoted or not:
 * so neither a huge cell nor a quote that is never closed takes the rest along, wherever the chunks are cut.
 */
export function createSplitter({ delimiter, offset: before }: Options): Splitter {
  let buffer: Buffer = Buffer.alloc(0);
  let offset = before;
  let head: Buffer | null = null;
  const seek = createSeeker(delimiter);

  const take = (length: number, lineBreak: number, fault: RawRecord["fault"]): RawRecord => {
    const bytes = head ?? buffer.subarray(0, fault === "too_large" ? MAX_ROW_BYTES : length);
    head = null;
    offset += length + lineBreak;
    buffer = buffer.subarray(length + lineBreak);
    seek.taken(length + lineBreak);
    return { bytes: trimReturn(bytes), end: offset, fault };
  };

  /** The next record, or null when its end is still to come. */
  const next = (final: boolean): RawRecord | null => {
    if (head === null) {
      const at = seek.recordEnd(buffer, final);
      if (at >= 0 && at <= MAX_ROW_BYTES) return take(at, 1, null);
      if (at < 0 && buffer.length - 1 <= MAX_ROW_BYTES) return null;
    }
    const at = seek.lineEnd(buffer, head === null ? MAX_ROW_BYTES : 0);
    if (at >= 0) return take(at, 1, "too_large");
    head ??= Buffer.from(buffer.subarray(0, MAX_ROW_BYTES));
    offset += buffer.length;
    buffer = buffer.subarray(buffer.length);
    return null;
  };

  const drain = (final: boolean): RawRecord[] => {
    const records: RawRecord[] = [];
    for (let record = next(final); record !== null; record = next(final)) records.push(record);
    return records;
  };

  const lastFault = () => {
    if (buffer.length > MAX_ROW_BYTES) return "too_large";
    return seek.quoting() ? "unclosed_quote" : null;
  };

  return {
    push(chunk) {
      buffer = buffer.length === 0 ? chunk : Buffer.concat([buffer, chunk]);
      seek.grew();
      return drain(false);
    },
    end() {
      seek.grew();
      const records = drain(true);
      if (head !== null) records.push(take(0, 0, "too_large"));
      else if (buffer.length > 0) records.push(take(buffer.length, 0, lastFault()));
      return records;
    },
  };
}

function trimReturn(bytes: Buffer): Buffer {
  return bytes.at(-1) === CR ? bytes.subarray(0, -1) : bytes;
}

/** Looks for the end of the record that begins at 0, going on where it stopped for want of bytes. */
function createSeeker(delimiter: number | null) {
  let lineBreak: typeof LF | typeof CR | null = delimiter === null ? LF : null;
  let quoting = false;
  let from = 0;
  // Where the next of each is, or beyond the buffer when it holds none; found once per buffer, not once per record.
  let nextQuote = -1;
  let nextBreak = -1;

  const quoteFrom = (buffer: Buffer) => {
    if (nextQuote < from) nextQuote = orBeyond(buffer.indexOf(QUOTE, from), buffer);
    return nextQuote;
  };
  const breakFrom = (buffer: Buffer, final: boolean) => {
    if (lineBreak === null) lineBreak = discover(buffer, from, final);
    if (lineBreak === null) return Number.POSITIVE_INFINITY;
    if (nextBreak < from) nextBreak = orBeyond(buffer.indexOf(lineBreak, from), buffer);
    return nextBreak;
  };

  return {
    quoting: () => quoting,
    /** The buffer grew at its end. */
    grew() {
      nextQuote = -1;
      nextBreak = -1;
    },
    /** So many bytes were taken off the buffer's beginning. */
    taken(bytes: number) {
      quoting = false;
      from = 0;
      nextQuote -= bytes;
      nextBreak -= bytes;
    },
    lineEnd: (buffer: Buffer, at: number) => buffer.indexOf(lineBreak ?? LF, at),
    recordEnd(buffer: Buffer, final: boolean): number {
      for (;;) {
        const quote = delimiter === null ? Number.POSITIVE_INFINITY : quoteFrom(buffer);
        if (quoting) {
          if (quote >= buffer.length) return stop(buffer.length);
          if (quote + 1 === buffer.length && !final) return stop(quote);
          quoting = buffer[quote + 1] === QUOTE;
          from = quote + (quoting ? 2 : 1);
        } else {
          const end = breakFrom(buffer, final);
          if (end < quote) return end < buffer.length ? end : stop(lineBreak === null ? from : buffer.length);
          if (quote >= buffer.length) return stop(lineBreak === null ? from : buffer.length);
          quoting = quote === 0 || buffer[quote - 1] === delimiter;
          from = quote + 1;
        }
      }
    },
  };

  function stop(at: number): -1 {
    from = at;
    return -1;
  }
}

function orBeyond(found: number, buffer: Buffer): number {
  return found < 0 ? buffer.length : found;
}

/** How the lines end, by the first one's end; null while it is not seen. */
function discover(buffer: Buffer, from: number, final: boolean): typeof LF | typeof CR | null {
  const lf = buffer.indexOf(LF, from);
  const cr = buffer.indexOf(CR, from);
  if (cr < 0 || (lf >= 0 && lf < cr)) return lf < 0 ? null : LF;
  if (cr + 1 === buffer.length) return final ? CR : null;
  return buffer[cr + 1] === LF ? LF : CR;
}
