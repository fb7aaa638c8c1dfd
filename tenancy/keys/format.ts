import { randomInt } from "node:crypto";
import { crc32 } from "node:zlib";
import type { Mode } from "../context.ts";

const BASE62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const SECRET_LENGTH = 32;
const CHECK_LENGTH = 6;

/** The shape of a key, for secret scanners and log redaction. */
export const KEY_PATTERN = /dfk_(?:live|test)_[0-9a-z]{26}_[0-9A-Za-z]{32}_[0-9A-Za-z]{6}/;
const PARTS = /^dfk_(live|test)_([0-9a-z]{26})_([0-9A-Za-z]{32})_([0-9A-Za-z]{6})$/;

export interface KeyParts {
  readonly id: `key_${string}`;
  readonly mode: Mode;
  /** What is shown in lists to tell keys apart; it holds nothing secret. */
  readonly prefix: string;
  /** The whole bearer text, shown once. */
  readonly bearer: string;
}

/** 32 base62 characters, about 190 bits. */
export function newSecret(): string {
  return Array.from({ length: SECRET_LENGTH }, () => BASE62[randomInt(62)]).join("");
}

/** Builds `dfk_<mode>_<id>_<secret>_<crc>`; the checksum covers all that stands before it. */
export function formatKey(mode: Mode, id: `key_${string}`, secret: string): KeyParts {
  const prefix = `dfk_${mode}_${id.slice("key_".length)}`;
  const body = `${prefix}_${secret}`;
  return { id, mode, prefix, bearer: `${body}_${checksum(body)}` };
}

/** Null unless shape and checksum are right, so that a mistyped or invented key costs no query. */
export function parseKey(bearer: string): KeyParts | null {
  const parts = PARTS.exec(bearer);
  if (!parts) return null;
  const [, mode, id, , check] = parts;
  if (checksum(bearer.slice(0, -CHECK_LENGTH - 1)) !== check) return null;
  return { id: `key_${id}`, mode: mode === "test" ? "test" : "live", prefix: `dfk_${mode}_${id}`, bearer };
}

function checksum(text: string): string {
  let rest = crc32(text);
  let out = "";
  for (let i = 0; i < CHECK_LENGTH; i++) {
    out = BASE62.charAt(rest % 62) + out;
    rest = Math.floor(rest / 62);
  }
  return out;
}
