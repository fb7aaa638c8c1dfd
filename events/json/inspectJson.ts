import type { FieldError } from "../../tenancy/errors.ts";
import { pointerTo, problem } from "../validate/problem.ts";
import { isExact } from "./isExact.ts";
import { MAX_FAULTS, MAX_JSON_DEPTH } from "./limits.ts";

export interface InspectLimits {
  /** Levels of nesting. */
  readonly depth?: number;
  readonly values: number;
}

/** The place that is being read: a member's name or an element's number, per level. */
interface Level {
  readonly isArray: boolean;
  readonly names: Set<string>;
  at: string;
}

const NUMBER = /-?\d[\d.eE+-]*/y;

/**
 * Finds what `JSON.parse` would take without a word, or at a price: names that come twice, numbers that lose digits,
 * halves of characters and NUL, too many levels or values. Each with its JSON pointer, the first 20. Text that is no
 * JSON is inspected as far as it goes.
 */
export function inspectJson(text: string, { depth = MAX_JSON_DEPTH, values }: InspectLimits): FieldError[] {
  return new Inspection(text, depth, values).run();
}

class Inspection {
  readonly #text: string;
  readonly #maxDepth: number;
  #valuesLeft: number;
  readonly #levels: Level[] = [];
  readonly #errors: FieldError[] = [];

  constructor(text: string, maxDepth: number, maxValues: number) {
    this.#text = text;
    this.#maxDepth = maxDepth;
    this.#valuesLeft = maxValues;
  }

  run(): FieldError[] {
    for (let at = 0; at < this.#text.length && this.#errors.length < MAX_FAULTS; at += 1) {
      const next = this.#step(at);
      if (next < 0) break;
      at = next;
    }
    return this.#errors;
  }

  /** Reads what begins at `at`; gives its last position, or -1 to end. */
  #step(at: number): number {
    const c = this.#text[at] ?? "";
    const level = this.#levels.at(-1);
    if (c === '"') return this.#string(at, level);
    if (c === "{" || c === "[") return this.#open(at, c === "[");
    if (c === "}" || c === "]") this.#levels.pop();
    else if (c === "," && level?.isArray) level.at = String(Number(level.at) + 1);
    else if (c === "," && level) level.at = "";
    if (c === ",") return this.#count(at);
    return /[-\d]/.test(c) ? this.#number(at) : at;
  }

  #open(at: number, isArray: boolean): number {
    if (this.#levels.length >= this.#maxDepth) {
      const [outermost] = this.#levels;
      const detail = `may be nested ${this.#maxDepth} levels deep at most`;
      this.#errors.push(problem("too_deep", outermost?.at ? pointerTo(outermost.at) : "", detail));
      return -1;
    }
    this.#levels.push({ isArray, names: new Set(), at: isArray ? "0" : "" });
    return this.#count(at);
  }

  #count(at: number): number {
    this.#valuesLeft -= 1;
    if (this.#valuesLeft >= 0) return at;
    this.#errors.push(
      problem("too_large", this.#pointer(), "there are too many values up to here: send less at once"),
    );
    return -1;
  }

  #string(at: number, level: Level | undefined): number {
    const end = endOfString(this.#text, at);
    const value = decode(this.#text.slice(at, end + 1));
    if (value === undefined) return end;
    const isName = level !== undefined && !level.isArray && nextSign(this.#text, end + 1) === ":";
    if (isName) this.#name(value, level);
    const fault = value.isWellFormed() ? (value.includes("\0") ? "a NUL character" : "") : "half a character";
    if (fault) {
      const detail = `${isName ? "the name" : "the text"} holds ${fault} (${fault === "a NUL character" ? "U+0000" : "a lone surrogate"}): leave it out`;
      this.#errors.push(problem("invalid_format", this.#pointer(), detail));
    }
    return end;
  }

  #name(name: string, level: Level): void {
    level.at = name;
    if (level.names.has(name))
      this.#errors.push(
        problem("duplicate_key", this.#pointer(), "the name comes twice in its object: send it once"),
      );
    level.names.add(name);
  }

  #number(at: number): number {
    NUMBER.lastIndex = at;
    const literal = NUMBER.exec(this.#text)?.[0];
    if (literal === undefined) return at;
    if (!isExact(literal)) {
      const detail =
        "the number cannot be kept as it is written (64-bit floating point): send it as a string";
      this.#errors.push(problem("out_of_range", this.#pointer(), detail));
    }
    return at + literal.length - 1;
  }

  #pointer(): string {
    return pointerTo(...this.#levels.map(({ at }) => at));
  }
}

function endOfString(text: string, opening: number): number {
  for (let at = opening + 1; at < text.length; at++) {
    const c = text[at];
    if (c === '"') return at;
    if (c === "\\") at++;
  }
  return text.length;
}

function decode(literal: string): string | undefined {
  if (!literal.includes("\\")) return literal.slice(1, -1);
  try {
    return JSON.parse(literal) as string;
  } catch {
    return undefined;
  }
}

function nextSign(text: string, from: number): string | undefined {
  let at = from;
  while (at < text.length && " \t\r\n".includes(text[at] ?? "")) at++;
  return text[at];
}
