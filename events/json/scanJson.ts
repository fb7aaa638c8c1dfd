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
const POINT = 0x2e;
const ZERO = 0x30;
const NINE = 0x39;
const COLON = 0x3a;
const BACKSLASH = 0x5c;
/** Any integer of so many digits is exact. */
const EXACT_DIGITS = 15;

const OPENS = 1;
const CLOSES = 2;
const SEPARATES = 3;
const NAMES = 4;
const QUOTES = 5;
const COUNTS = 6;
/** What a byte outside of strings does; 0 for most of them. */
const ROLE = new Uint8Array(256);
for (const [signs, role] of [
  ["[{", OPENS],
  ["]}", CLOSES],
  [",", SEPARATES],
  [":", NAMES],
  ['"', QUOTES],
  ["0123456789", COUNTS],
] as const)
  for (const sign of signs) ROLE[sign.charCodeAt(0)] = role;

/** One pass, about a nanosecond a byte: what is usual passes with it, the rest is looked at by `inspectJson`. */
export function scanJson(bytes: Uint8Array): JsonScan {
  const end = bytes.length;
  let [members, commas, opened, depth, deepest, elements, longest, from] = [0, 0, 0, 0, 0, 1, 0, 0];
  let longNumber = false;
  for (let at = 0; at < end; at += 1) {
    switch (ROLE[bytes[at] as number]) {
      case QUOTES:
        for (at += 1; at < end && bytes[at] !== QUOTE; at += 1) if (bytes[at] === BACKSLASH) at += 1;
        if (bytes[at + 1] !== COLON) break;
        at += 1;
        members += 1;
        break;
      case NAMES:
        members += 1;
        break;
      case SEPARATES:
        commas += 1;
        if (depth !== 1) break;
        elements += 1;
        if (at - from > longest) longest = at - from;
        from = at + 1;
        break;
      case OPENS:
        opened += 1;
        depth += 1;
        if (depth > deepest) deepest = depth;
        break;
      case CLOSES:
        depth -= 1;
        break;
      case COUNTS: {
        const last = endOfDigits(bytes, at);
        longNumber ||= isLong(bytes, at, last);
        at = last;
      }
    }
  }
  if (end - from > longest) longest = end - from;
  return { members, values: commas + opened + 1, depth: deepest, elements, longest, longNumber };
}

function endOfDigits(bytes: Uint8Array, first: number): number {
  let at = first;
  for (let c = bytes[at + 1] as number; c >= ZERO && c <= NINE; c = bytes[at + 1] as number) at += 1;
  return at;
}

/** An exponent follows, or the digits are many and before the point. */
function isLong(bytes: Uint8Array, first: number, last: number): boolean {
  const next = (bytes[last + 1] as number) | 0x20;
  return next === 0x65 || (last - first >= EXACT_DIGITS && bytes[first - 1] !== POINT);
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
