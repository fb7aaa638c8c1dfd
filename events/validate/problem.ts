import { closest, distance } from "fastest-levenshtein";
import type { FieldError } from "../../tenancy/errors.ts";

/** A member's place in a JSON pointer (RFC 6901). Long names are cut; what no database takes as text is replaced. */
export function pointerTo(...names: readonly string[]): string {
  return names.map((name) => `/${tame(name).replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");
}

function tame(name: string): string {
  return (name.length > 80 ? `${name.slice(0, 80)}…` : name).toWellFormed().replaceAll("\0", "\ufffd");
}

/** A fault at a place. The detail never repeats a value, which may be anybody's words: it is kept in clear. */
export function problem(code: string, pointer: string, detail: string): FieldError {
  return { code, pointer, detail };
}

/** The known name that a sender most likely meant, as the end of a message; `otherwise` when none is near. */
export function meant(sent: string, known: readonly string[], otherwise = ""): string {
  const text = sent.slice(0, 128);
  const name = closest(text, known);
  const isNear = distance(text.toLowerCase(), name.toLowerCase()) <= Math.max(2, 0.4 * text.length);
  return isNear ? `; did you mean ${quote(name)}?` : otherwise;
}

/** A member's name, fit for being quoted in a message. */
export function quote(sent: string): string {
  return JSON.stringify(tame(sent));
}
