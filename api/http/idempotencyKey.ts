import { DomainError } from "../../tenancy/errors.ts";

const TOKEN = /^[\x21-\x7e]{1,255}$/;
/** A string of RFC 8941, as the draft wants it: in quotes, with `\"` and `\\` inside. */
const STRING = /^"((?:[\x20-\x21\x23-\x5b\x5d-\x7e]|\\["\\])*)"$/;

/**
 * The key that a header names: `"abc"` and `abc` are the same. @throws DomainError invalid_request unless it is 1 to 255
 * visible ASCII characters.
 */
export function readIdempotencyKey(header: string): string {
  const sent = header.trim();
  const key = sent.startsWith('"') ? STRING.exec(sent)?.[1]?.replaceAll(/\\(.)/g, "$1") : sent;
  if (key !== undefined && TOKEN.test(key)) return key;
  const detail = "Idempotency-Key is 1 to 255 visible ASCII characters, such as a UUID; send one only.";
  throw new DomainError("invalid_request", detail, {
    errors: [{ code: "invalid_format", pointer: "/idempotency-key", detail }],
  });
}
