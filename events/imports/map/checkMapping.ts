import { DomainError, type FieldError } from "../../../tenancy/errors.ts";
import { checkReference } from "../../validate/checkMembers.ts";
import type { Mapping } from "../mapping.ts";
import { checkEvent, MAX_COLUMN_CHARACTERS } from "./checkEvent.ts";
import { checkOneOf, fault, isTextAt, listAt, objectAt, type Place, within } from "./checks.ts";
import { isZone } from "./zone.ts";

const MAX_FILE_RULES = 50;
const MAX_EVENTS_PER_ROW = 20;
const MAX_REQUIRED_COLUMNS = 200;
const MAX_NAME_CHARACTERS = 200;
/** So many faults are listed; one who has more will see the rest next time. */
const MAX_LISTED = 100;

/**
 * Checks a mapping as it was sent; the answer is what was given. @throws DomainError `unprocessable` that lists all
 * that is wrong, each with the pointer to its place: `/mapping/files/0/events/1/members/occurred_at`.
 */
export function checkMapping(json: unknown): Mapping {
  const errors: FieldError[] = [];
  const at: Place = { errors, pointer: "/mapping" };
  const mapping = objectAt(json, at, ["source", "files"]);
  if (mapping !== null) {
    checkSource(mapping["source"], at);
    listAt(mapping["files"], within(at, "files"), 1, MAX_FILE_RULES).forEach((file, n) => {
      checkFile(file, within(at, "files", n));
    });
  }
  if (errors.length === 0) return json as Mapping;
  const listed = errors.slice(0, MAX_LISTED);
  throw new DomainError("unprocessable", "The mapping cannot be used as it is.", { errors: listed });
}

function checkSource(source: unknown, at: Place): void {
  const found: FieldError[] = [];
  if (source === undefined) fault(within(at, "source"), "required", "must be a text");
  else checkReference(source, "source", found);
  at.errors.push(...found.map((error) => ({ ...error, pointer: at.pointer + error.pointer })));
}

const FILE_MEMBERS = [
  "match",
  "format",
  "delimiter",
  "time_zone",
  "required_columns",
  "as_is",
  "events",
] as const;

function checkFile(json: unknown, at: Place): void {
  const file = objectAt(json, at, FILE_MEMBERS);
  if (file === null) return;
  isTextAt(file["match"], within(at, "match"), MAX_NAME_CHARACTERS);
  if (file["format"] === undefined) fault(within(at, "format"), "required", 'must be "csv" or "ndjson"');
  checkOneOf(file["format"], within(at, "format"), ["csv", "ndjson"]);
  checkOneOf(file["delimiter"], within(at, "delimiter"), [",", ";", "\t", "|"]);
  checkZone(file["time_zone"], within(at, "time_zone"));
  checkColumns(file["required_columns"], within(at, "required_columns"));
  const asIs = file["as_is"];
  if (asIs !== undefined && typeof asIs !== "boolean")
    fault(within(at, "as_is"), "invalid_type", "must be true or false");
  if (asIs === true && file["events"] === undefined) return;
  const [min, max] = asIs === true ? [0, 0] : [1, MAX_EVENTS_PER_ROW];
  listAt(file["events"], within(at, "events"), min, max).forEach((event, n) => {
    checkEvent(event, within(at, "events", n));
  });
}

function checkZone(zone: unknown, at: Place): void {
  if (zone !== undefined && !(typeof zone === "string" && isZone(zone)))
    fault(at, "unknown_time_zone", "must be the IANA name of a time zone, such as Asia/Kolkata");
}

function checkColumns(columns: unknown, at: Place): void {
  if (columns === undefined) return;
  listAt(columns, at, 0, MAX_REQUIRED_COLUMNS).forEach((column, n) => {
    isTextAt(column, within(at, n), MAX_COLUMN_CHARACTERS);
  });
}
