import type { FieldError } from "../../../tenancy/errors.ts";
import type { Cells, Evaluate } from "./compileValue.ts";
import { Fault } from "./fault.ts";

export type Json = Record<string, unknown>;

/** What became of a row: an event, or as much of one as could be made, with the fault. */
export interface Built {
  readonly json: Json;
  readonly error: FieldError | null;
}

interface Node {
  readonly name: string;
  readonly evaluate: Evaluate | null;
  readonly inner: Node[];
}

/**
 * Compiles members by path into what builds nested objects of a row. Absent values leave no member, and objects
 * without members are left out. Paths must have been checked: see `checkPath`.
 */
export function compileMembers(members: readonly (readonly [string, Evaluate])[]): (cells: Cells) => Built {
  const roots: Node[] = [];
  for (const [path, evaluate] of members) place(roots, path.split("."), evaluate);
  return (cells) => {
    const faults: FieldError[] = [];
    const json = build(roots, cells, faults) ?? {};
    return { json, error: faults[0] ?? null };
  };
}

function place(nodes: Node[], [name = "", ...rest]: readonly string[], evaluate: Evaluate): void {
  if (rest.length === 0) {
    nodes.push({ name, evaluate, inner: [] });
    return;
  }
  let node = nodes.find((each) => each.name === name);
  if (node === undefined) {
    node = { name, evaluate: null, inner: [] };
    nodes.push(node);
  }
  place(node.inner, rest, evaluate);
}

function build(nodes: readonly Node[], cells: Cells, faults: FieldError[]): Json | undefined {
  let json: Json | undefined;
  for (const { name, evaluate, inner } of nodes) {
    const value = evaluate === null ? build(inner, cells, faults) : evaluate(cells);
    if (value instanceof Fault) faults.push(value.error);
    else if (value !== undefined) {
      json ??= {};
      json[name] = value;
    }
  }
  return json;
}
