import { createHash } from "node:crypto";
import { monotonicFactory } from "ulid";

/** Every id starts with a prefix that names its kind and ends in an underscore: `ten_`, `key_`, `bat_`. */
export type IdPrefix = `${string}_`;

const ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";
const nextUlid = monotonicFactory();

/** A fresh id: prefix and a lower-case ULID, so that ids of one kind sort by the time they were made. */
export function newId<P extends IdPrefix>(prefix: P): `${P}${string}` {
  return `${prefix}${nextUlid().toLowerCase()}`;
}

/** An id that follows from its parts alone: the first 26 base32 characters of their SHA-256 (130 bits). */
export function hashId<P extends IdPrefix>(prefix: P, ...parts: readonly string[]): `${P}${string}` {
  return `${prefix}${toBase32(createHash("sha256").update(parts.join("\u001f")).digest(), 26)}`;
}

function toBase32(bytes: Buffer, length: number): string {
  let text = "";
  let pending = 0;
  let bits = 0;
  for (const byte of bytes) {
    pending = (pending << 8) | byte;
    bits += 8;
    while (bits >= 5 && text.length < length) {
      bits -= 5;
      text += ALPHABET[(pending >>> bits) & 31];
    }
    pending &= (1 << bits) - 1;
  }
  return text;
}
