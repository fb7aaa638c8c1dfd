import { EVENT_TYPE_BY_NAME } from "../../catalogue/eventTypes.ts";
import { REASON_CODES } from "../../catalogue/reasons.ts";
import { isObject } from "../../validate/checkData.ts";
import { meant, quote } from "../../validate/problem.ts";
import { checkPath } from "./checkPath.ts";
import { fault, isTextAt, type Json, listAt, objectAt, type Place, within } from "./checks.ts";
import { checkValue } from "./checkValue.ts";

export const MAX_COLUMN_CHARACTERS = 256;
const MAX_CONDITIONS = 20;
const MAX_TEXTS = 1_000;
const MAX_TEXT_CHARACTERS = 500;
const MAX_MEMBERS = 60;
const REQUIRED = ["type", "id", "occurred_at"];

/** Checks one rule: when it holds, and the members of the event that it makes. */
export function checkEvent(json: unknown, at: Place): void {
  const event = objectAt(json, at, ["when", "members"]);
  if (event === null) return;
  const conditions = within(at, "when");
  if (event["when"] !== undefined)
    listAt(event["when"], conditions, 0, MAX_CONDITIONS).forEach((condition, n) => {
      checkCondition(condition, within(conditions, n));
    });
  checkMembers(event["members"], within(at, "members"));
}

function checkCondition(json: unknown, at: Place): void {
  const condition = objectAt(json, at, ["column", "in", "present"]);
  if (condition === null) return;
  isTextAt(condition["column"], within(at, "column"), MAX_COLUMN_CHARACTERS);
  const { in: texts, present } = condition;
  if ((texts === undefined) === (present === undefined))
    fault(at, "invalid_condition", "must have either `in` or `present`");
  else if (texts !== undefined)
    listAt(texts, within(at, "in"), 1, MAX_TEXTS).forEach((text, n) => {
      isTextAt(text, within(at, "in", n), MAX_TEXT_CHARACTERS);
    });
  else if (typeof present !== "boolean")
    fault(within(at, "present"), "invalid_type", "must be true or false");
}

function checkMembers(json: unknown, at: Place): void {
  if (!isObject(json)) {
    fault(at, json === undefined ? "required" : "invalid_type", "must be an object of members by path");
    return;
  }
  const paths = Object.keys(json);
  if (paths.length > MAX_MEMBERS) {
    fault(at, "out_of_range", `an event may have ${MAX_MEMBERS} members at most`);
    return;
  }
  for (const name of REQUIRED)
    if (!Object.hasOwn(json, name)) fault(within(at, name), "required", `an event needs ${name}`);
  for (const path of paths) {
    const place = within(at, path);
    const wrong = checkPath(path) ?? clash(path, paths);
    if (wrong === null) checkValue(json[path], place);
    else fault(place, "unknown_field", `${quote(path)}: ${wrong}`);
  }
  checkConstants(json, at);
}

function clash(path: string, paths: readonly string[]): string | null {
  const inner = paths.find((other) => other.startsWith(`${path}.`));
  return inner === undefined ? null : `${quote(inner)} is within it: give one or the other`;
}

/** A type or reason that never changes can be looked up now rather than for each row. */
function checkConstants(members: Json, at: Place): void {
  const known = { type: EVENT_TYPE_BY_NAME, reason: REASON_CODES } as const;
  for (const [name, names] of Object.entries(known)) {
    const value = members[name];
    if (!isObject(value) || !("const" in value)) continue;
    const given = value["const"];
    if (typeof given === "string" && names.has(given)) continue;
    const hint = meant(typeof given === "string" ? given : "", [...names.keys()]);
    fault(
      within(at, name, "const"),
      name === "type" ? "unknown_type" : "not_in_list",
      `is no known ${name}${hint}`,
    );
  }
}
