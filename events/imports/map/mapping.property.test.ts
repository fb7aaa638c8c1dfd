import fc from "fast-check";
import { expect, it } from "vitest";
import { DomainError } from "../../../tenancy/errors.ts";
import type { Mapping } from "../mapping.ts";
import { findPreset } from "../presets/presets.ts";
import { checkMapping } from "./checkMapping.ts";
import { compileMapping } from "./compileMapping.ts";

/** Places in a JSON value, as paths. */
function placesOf(json: unknown, path: readonly string[] = []): readonly (readonly string[])[] {
  if (typeof json !== "object" || json === null) return [path];
  return [path, ...Object.entries(json).flatMap(([name, value]) => placesOf(value, [...path, name]))];
}

function replaced(json: unknown, [name, ...rest]: readonly string[], value: unknown): unknown {
  if (name === undefined) return value;
  const copy = Array.isArray(json) ? [...json] : { ...(json as object) };
  const inner = (copy as Record<string, unknown>)[name];
  Object.defineProperty(copy, name, { value: replaced(inner, rest, value), enumerable: true });
  return copy;
}

const sound: unknown = {
  source: "oms",
  files: findPreset("dfras-case")?.mapping.files.filter(({ match }) => /orders|external/.test(match)),
};
const places = placesOf(sound);
const odd = fc.oneof(
  fc.jsonValue({ maxDepth: 3 }),
  fc.constantFrom(
    "",
    "__proto__",
    "{",
    "{a}",
    "yyyy-MM-dd",
    "UTC",
    "time",
    "*",
    "constructor",
    -1,
    1e9,
    null,
  ),
  fc.record({ column: fc.string() }),
  fc.record({ template: fc.string(), as: fc.constantFrom("time", "json", "number", "nothing") }),
);
const cell = fc.oneof(
  fc.string(),
  fc.constantFrom("", "2025-03-01 10:00:00", "Failed", "12", "9".repeat(400)),
);
const cells = fc.dictionary(
  fc.constantFrom("order_id", "order_date", "status", "amount", "pincode", "x"),
  cell,
);

function check(json: unknown): Mapping | null {
  try {
    return checkMapping(json);
  } catch (error) {
    expect(error).toBeInstanceOf(DomainError);
    expect((error as DomainError).errors.length).toBeGreaterThan(0);
    for (const { pointer } of (error as DomainError).errors)
      expect(pointer.startsWith("/mapping")).toBe(true);
    return null;
  }
}

it("is refused with its faults or can be used, whatever it is", () => {
  let used = 0;
  fc.assert(
    fc.property(fc.constantFrom(...places), odd, cells, (place, value, row) => {
      const mapping = check(replaced(sound, place, value));
      if (mapping === null) return;
      used += 1;
      for (const file of compileMapping(mapping).files)
        for (const mapped of file.map({ number: 1, bytes: 1, cells: row, raw: "" }))
          expect(Object.getPrototypeOf(mapped.json)).toBe(Object.prototype);
    }),
    { numRuns: 500 },
  );
  expect(used).toBeGreaterThan(0);
});

it("is refused, never thrown over, when it is anything at all", () => {
  fc.assert(
    fc.property(fc.jsonValue(), (json) => {
      expect(check(json)).toBeNull();
    }),
  );
});
