import { REFS } from "../../event.ts";
import { MAX_DATA_DEPTH } from "../../limits.ts";
import { meant } from "../../validate/problem.ts";

/** The members of an event, without those below `data` and `location`. */
const MEMBERS: readonly string[] = [
  "id",
  "source",
  "type",
  "occurred_at",
  ...REFS,
  "location.lat",
  "location.lon",
  "location",
  "reason",
  "reason_text",
  "corrects",
  "received_hint",
  "data",
];
const RESERVED: ReadonlySet<string> = new Set(["__proto__", "constructor", "prototype"]);
const MAX_NAME_CHARACTERS = 128;

/** What is wrong with a path to an event's member, or null. */
export function checkPath(path: string): string | null {
  const names = path.split(".");
  if (names.some((name) => RESERVED.has(name))) return "a member may not have this name";
  if (names.some((name) => name === "" || name.length > MAX_NAME_CHARACTERS))
    return `names in a path have 1 - ${MAX_NAME_CHARACTERS} characters`;
  if (names.length > MAX_DATA_DEPTH) return `a path has ${MAX_DATA_DEPTH} names at most`;
  if (MEMBERS.includes(path) || (names[0] === "data" && names.length > 1)) return null;
  return `is not a member of an event, free ones go below data${meant(path, MEMBERS)}`;
}
