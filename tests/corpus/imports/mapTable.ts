import { createReadStream } from "node:fs";
import type { CanonicalEvent } from "../../../events/event.ts";
import { compileMapping } from "../../../events/imports/map/compileMapping.ts";
import { findPreset } from "../../../events/imports/presets/presets.ts";
import { readRows } from "../../../events/imports/rows/readRows.ts";
import { validateEvent } from "../../../events/validate/validateEvent.ts";
import type { FieldError } from "../../../tenancy/errors.ts";
import type { EventJson } from "../foldEvents.ts";
import { tableFile } from "./readTable.ts";

export interface MappedTable {
  readonly rows: number;
  readonly events: readonly { readonly event: CanonicalEvent & EventJson; readonly contentHash: string }[];
  readonly refused: readonly { readonly row: number; readonly errors: readonly FieldError[] }[];
}

const mapping = findPreset("dfras-case")?.mapping;
const policy = { hints: true, sources: null, now: Date.now() };

/** Reads, maps and validates one table with the preset, without any store. */
export async function mapTable(name: string): Promise<MappedTable> {
  const file = mapping && compileMapping(mapping).fileFor(name);
  if (!file) throw new Error(`the preset has no rule for ${name}`);
  const events: MappedTable["events"][number][] = [];
  const refused: MappedTable["refused"][number][] = [];
  let rows = 0;
  for await (const row of readRows(createReadStream(tableFile(name)), {
    ...file.rule,
    onColumns: file.check,
  })) {
    rows += 1;
    for (const { json, error } of file.map(row)) {
      const checked = error ? { ok: false as const, errors: [error] } : validateEvent(json, policy);
      if (checked.ok) events.push({ event: { ...checked.event }, contentHash: checked.contentHash });
      else refused.push({ row: row.number, errors: checked.errors });
    }
  }
  return { rows, events, refused };
}
