import { hash } from "node:crypto";
import type { CanonicalEvent } from "../event.ts";

const PLAIN = /^[\x20\x21\x23-\x5b\x5d-\x7e]*$/;

/**
 * RFC 8785 (JCS) text of a JSON value as `JSON.parse` gives it: members sorted by UTF-16 code units, no white space.
 * @throws RangeError for what JCS cannot hold: numbers that are not finite, lone surrogates.
 */
export function canonicalJson(value: unknown): string {
  const sorted = inOrder(value);
  if (sorted === UNFIT) return writeCanonical(value);
  const text = JSON.stringify(sorted);
  return text.includes("\\ud") ? writeCanonical(value) : text;
}

/** What `JSON.stringify` would not write as JCS wants it, or may not. */
const UNFIT = Symbol("unfit");

/**
 * The value with all members in JCS order, so that the engine can write it in one go, which takes half the time.
 * UNFIT for what is rare: names that an object keeps in an order of their own, numbers that are not finite.
 */
function inOrder(value: unknown): unknown {
  if (typeof value === "number") return Number.isFinite(value) ? value : UNFIT;
  if (value === null || typeof value !== "object") return value;
  if (Array.isArray(value)) {
    const items = value.map(inOrder);
    return items.includes(UNFIT) ? UNFIT : items;
  }
  const object = value as Readonly<Record<string, unknown>>;
  const sorted: Record<string, unknown> = {};
  for (const name of Object.keys(object).sort()) {
    const first = name.charCodeAt(0);
    if (name === "__proto__" || (first >= 0x30 && first <= 0x39)) return UNFIT;
    const member = inOrder(object[name]);
    if (member === UNFIT) return UNFIT;
    sorted[name] = member;
  }
  return sorted;
}

function writeCanonical(value: unknown): string {
  if (typeof value === "string") return canonicalString(value);
  if (typeof value === "number") {
    if (!Number.isFinite(value)) throw new RangeError("a number is not finite");
    return JSON.stringify(value);
  }
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(writeCanonical).join(",")}]`;
  return canonicalObject(value as Readonly<Record<string, unknown>>);
}

function canonicalString(text: string): string {
  if (PLAIN.test(text)) return `"${text}"`;
  if (!text.isWellFormed()) throw new RangeError("a text holds half a character");
  return JSON.stringify(text);
}

function canonicalObject(object: Readonly<Record<string, unknown>>): string {
  let text = "{";
  for (const name of Object.keys(object).sort()) {
    const member = object[name];
    if (member === undefined) continue;
    text += `${text === "{" ? "" : ","}${canonicalString(name)}:${writeCanonical(member)}`;
  }
  return `${text}}`;
}

/** U+0000 as canonical JSON writes it: no text column takes it. */
const NUL = /(?<!\\)(?:\\\\)*\\u0000/;

/**
 * SHA-256 (hex) of the event's canonical JSON without `received_hint`: equal hashes = same content.
 * @throws RangeError for what has no canonical JSON, or holds NUL characters.
 */
export function contentHash(event: CanonicalEvent): string {
  const { received_hint: _, ...content } = event;
  const text = canonicalJson(content);
  if (text.includes("\\u0000") && NUL.test(text)) throw new RangeError("a text holds a NUL character");
  return hash("sha256", text, "hex");
}
