import { closest } from "fastest-levenshtein";
import type { FieldError } from "../../tenancy/errors.ts";

/** A member's place in a JSON pointer (RFC 6901). */
export function pointerTo(...names: readonly string[]): string {
  return names.map((name) => `/${name.replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");
}

/** A fault at a place. The detail never repeats a value, which may be anybody's words: it is kept in clear. */
export function problem(code: string, pointer: string, detail: string): FieldError {
  return { code, pointer, detail };
}

/** The known name nearest to what was sent. */
export function nearest(sent: string, known: readonly string[]): string {
  return closest(sent.slice(0, 128), known);
}

/** A member's name, fit for being quoted in a message. */
export function quote(sent: string): string {
  return JSON.stringify(sent.length > 80 ? `${sent.slice(0, 80)}…` : sent);
}
