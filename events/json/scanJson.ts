/** What one pass over the bytes of JSON tells, without parsing it. Of what is no JSON it tells nonsense, never more. */
export interface JsonScan {
  /** Members of all objects: colons outside of strings. What parsing keeps is fewer when a name came twice. */
  readonly members: number;
  /** Values of all kinds, or a few more. */
  readonly values: number;
  /** Levels of the deepest nesting. */
  readonly depth: number;
  /** Elements of the outermost array. */
  readonly elements: number;
  /** Bytes of the longest element of the outermost array, with the white space around it. */
  readonly longest: number;
  /** Whether a number is written so that its value may not be kept exactly. */
  readonly longNumber: boolean;
}

const QUOTE = 0x22;
const COMMA = 0x2c;
const POINT = 0x2e;
const ZERO = 0x30;
const NINE = 0x39;
const COLON = 0x3a;
const BACKSLASH = 0x5c;
/** Any integer of so many digits is exact. */
const EXACT_DIGITS = 15;

/** One pass, a nanosecond a byte: what is usual passes with it, the rest is looked at by `inspectJson`. */
export function scanJson(bytes: Uint8Array): JsonScan {
  const end = bytes.length;
  let [members, commas, opened, depth, deepest, elements, longest, from] = [0, 0, 0, 0, 0, 1, 0, 0];
  let longNumber = false;
  for (let at = 0; at < end; at += 1) {
    const c = bytes[at] as number;
    if (c === QUOTE) at = endOfString(bytes, at);
    else if (c === COLON) members += 1;
    else if (c === COMMA) {
      commas += 1;
      if (depth === 1) {
        elements += 1;
        if (at - from > longest) longest = at - from;
        from = at + 1;
      }
    } else if ((c & 0xdf) === 0x5b) {
      // [ or {
      opened += 1;
      depth += 1;
      if (depth > deepest) deepest = depth;
    } else if ((c & 0xdf) === 0x5d) depth -= 1;
    else if (c >= ZERO && c <= NINE) {
      const last = endOfDigits(bytes, at);
      const follows = (bytes[last + 1] as number) | 0x20;
      if (follows === 0x65 || (last - at >= EXACT_DIGITS && bytes[at - 1] !== POINT)) longNumber = true;
      at = last;
    }
  }
  if (end - from > longest) longest = end - from;
  return { members, values: commas + opened + 1, depth: deepest, elements, longest, longNumber };
}

function endOfString(bytes: Uint8Array, opening: number): number {
  const end = bytes.length;
  for (let at = opening + 1; at < end; at += 1) {
    const c = bytes[at];
    if (c === QUOTE) return at;
    if (c === BACKSLASH) at += 1;
  }
  return end;
}

function endOfDigits(bytes: Uint8Array, first: number): number {
  let at = first;
  for (let c = bytes[at + 1] as number; c >= ZERO && c <= NINE; c = bytes[at + 1] as number) at += 1;
  return at;
}

/** Members of all objects in a value that `JSON.parse` gave. Its nesting must have been found bounded. */
export function countMembers(value: unknown): number {
  if (typeof value !== "object" || value === null) return 0;
  let count = 0;
  if (Array.isArray(value)) {
    for (const inner of value) if (typeof inner === "object") count += countMembers(inner);
    return count;
  }
  for (const name in value) {
    count += 1;
    const inner = (value as Readonly<Record<string, unknown>>)[name];
    if (typeof inner === "object") count += countMembers(inner);
  }
  return count;
}
