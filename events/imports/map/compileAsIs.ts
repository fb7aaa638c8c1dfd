import type { DataMember } from "../../catalogue/dataMember.ts";
import { EVENT_TYPE_BY_NAME } from "../../catalogue/eventTypes.ts";
import { meant, quote } from "../../validate/problem.ts";
import { FileProblem } from "../rows/fileProblem.ts";
import { checkPath } from "./checkPath.ts";
import { type Built, compileMembers } from "./compileMembers.ts";
import { compileReading } from "./compileReading.ts";
import type { Cells, Evaluate, Scope } from "./compileValue.ts";

type As = "number" | "boolean" | "json" | "string";

/** Builds events of rows whose columns are named by the members' paths; data members are read as the type says. */
export function compileAsIs(scope: Scope): (cells: Cells) => Built {
  const builders = new Map<unknown, (cells: Cells) => Built>();
  return (cells) => {
    const type = typeof cells["type"] === "string" ? cells["type"].trim() : "";
    const key = EVENT_TYPE_BY_NAME.has(type) ? type : "";
    let build = builders.get(key);
    if (build === undefined) {
      build = compileMembers(Object.keys(cells).map((column) => [column, readerOf(column, key, scope)]));
      builders.set(key, build);
    }
    return build(cells);
  };
}

function readerOf(column: string, type: string, { zone }: Scope): Evaluate {
  const read = compileReading({ as: formOf(column, type) }, column, zone);
  return (cells) => read(cells[column]);
}

function formOf(column: string, type: string): As {
  if (column === "location.lat" || column === "location.lon") return "number";
  if (column === "data" || column === "location") return "json";
  const [root, ...names] = column.split(".");
  if (root !== "data") return "string";
  const known = EVENT_TYPE_BY_NAME.get(type)?.data;
  let member: DataMember | undefined;
  for (const name of names) {
    const members = member === undefined ? known : "members" in member ? member.members : undefined;
    member = members !== undefined && Object.hasOwn(members, name) ? members[name] : undefined;
    if (member === undefined) return "string";
  }
  return FORMS[member?.kind ?? "string"] ?? "string";
}

const FORMS: Readonly<Partial<Record<DataMember["kind"], As>>> = {
  number: "number",
  boolean: "boolean",
  array: "json",
  object: "json",
};

/** @throws FileProblem for columns that name no member of an event, or one within another. */
export function checkAsIs(columns: readonly string[]): void {
  for (const column of columns) {
    const fault = checkPath(column);
    if (fault !== null) throw new FileProblem("unknown_column", `${quote(column)}: ${fault}`);
    const within = columns.find((other) => other.startsWith(`${column}.`));
    if (within !== undefined)
      throw new FileProblem(
        "clashing_columns",
        `${quote(column)} and ${quote(within)} are one within another`,
      );
  }
  for (const name of ["type", "id", "occurred_at"])
    if (!columns.includes(name))
      throw new FileProblem("missing_column", `the column ${quote(name)} is missing${meant(name, columns)}`);
}
