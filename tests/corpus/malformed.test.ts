import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { readRecords } from "../../events/accept/readRecords.ts";
import { validateEvent } from "../../events/validate/validateEvent.ts";

interface Malformed {
  readonly expected_pointer: string;
  readonly why: string;
  readonly record?: unknown;
  readonly raw?: string;
}

const file = join(process.env["DFRAS_CORPUS"] ?? "", "data/planted/malformed.ndjson");
const cases = readFileSync(file, "utf8")
  .trim()
  .split("\n")
  .map((line) => JSON.parse(line) as Malformed);
const policy = { hints: true, sources: null, now: Date.now() } as const;

function pointersOf(line: string): string[] {
  const [record] = readRecords(Buffer.from(line), { format: "ndjson" });
  if (record === undefined) return [];
  if (record.error !== undefined) return [record.error.pointer];
  const result = validateEvent(record.json, policy);
  return result.ok ? [] : result.errors.map((error) => error.pointer);
}

it.each(cases.map((entry, index) => ({ ...entry, index })))(
  "refuses malformed record $index ($why) at '$expected_pointer'",
  ({ expected_pointer, record, raw }) => {
    expect(pointersOf(raw ?? JSON.stringify(record))).toEqual([expected_pointer]);
  },
);
