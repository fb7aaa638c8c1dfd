import { describe, expect, it } from "vitest";
import { DomainError } from "../../../tenancy/errors.ts";
import { PRESETS } from "../presets/presets.ts";
import { checkMapping } from "./checkMapping.ts";

/** What is wrong: pointer and code. */
function faultsOf(mapping: unknown): Readonly<Record<string, string>> {
  try {
    checkMapping(mapping);
    return {};
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    expect(error.code).toBe("unprocessable");
    return Object.fromEntries(error.errors.map(({ pointer, code }) => [pointer, code]));
  }
}

const MEMBERS = {
  type: { const: "order.created" },
  id: { template: "order-{id}" },
  occurred_at: { column: "at", as: "time", formats: ["yyyy-MM-dd HH:mm:ss", "M/d/yyyy h:mm a"] },
};
const file = (more: object = {}, members: object = {}) => ({
  source: "oms",
  files: [
    { match: "orders*.csv", format: "csv", events: [{ members: { ...MEMBERS, ...members } }], ...more },
  ],
});
const at = (member: string, value: unknown) => faultsOf(file({}, { [member]: value }));
const PLACE = "/mapping/files/0/events/0/members";

it("lets sound mappings through as they are, the presets among them", () => {
  const sound = file({ time_zone: "Asia/Kolkata", delimiter: ";", required_columns: ["x"] });
  expect(checkMapping(sound)).toBe(sound);
  for (const { name, mapping } of PRESETS)
    expect([name, faultsOf(JSON.parse(JSON.stringify(mapping)))]).toEqual([name, {}]);
});

it.each([null, undefined, 5, "x", [], {}])("refuses what is no mapping: %j", (json) => {
  expect(Object.keys(faultsOf(json)).length).toBeGreaterThan(0);
});

describe("a file's rule", () => {
  it("has a name, a form, and rules for its rows", () => {
    expect(faultsOf({ source: "", files: [{}] })).toEqual({
      "/mapping/source": "too_short",
      "/mapping/files/0/match": "required",
      "/mapping/files/0/format": "required",
      "/mapping/files/0/events": "required",
    });
    expect(faultsOf(file({ events: [] }))).toEqual({ "/mapping/files/0/events": "out_of_range" });
    expect(faultsOf({ source: "s", files: [] })).toEqual({ "/mapping/files": "out_of_range" });
    expect(faultsOf({ source: "s", files: Array(51).fill(file().files[0]) })).toEqual({
      "/mapping/files": "out_of_range",
    });
  });

  it("knows delimiters and zones", () => {
    expect(faultsOf(file({ format: "xml", delimiter: "::", time_zone: "Mars", zone: 1 }))).toEqual({
      "/mapping/files/0/zone": "unknown_field",
      "/mapping/files/0/format": "not_in_list",
      "/mapping/files/0/delimiter": "not_in_list",
      "/mapping/files/0/time_zone": "unknown_time_zone",
    });
  });

  it("has no events when the rows are events", () => {
    expect(faultsOf(file({ as_is: true, events: [] }))).toEqual({});
    expect(faultsOf(file({ as_is: true, events: undefined }))).toEqual({});
    expect(faultsOf(file({ as_is: true }))).toEqual({ "/mapping/files/0/events": "out_of_range" });
    expect(faultsOf(file({ as_is: 1 }))).toEqual({ "/mapping/files/0/as_is": "invalid_type" });
  });
});

describe("an event's rule", () => {
  it("has type, id and time", () => {
    expect(faultsOf(file({ events: [{ members: {} }] }))).toEqual({
      [`${PLACE}/type`]: "required",
      [`${PLACE}/id`]: "required",
      [`${PLACE}/occurred_at`]: "required",
    });
  });

  it("names members that there are, with the nearest", () => {
    expect(at("warehouse", { column: "w" })).toEqual({ [`${PLACE}/warehouse`]: "unknown_field" });
    expect(() => checkMapping(file({}, { warehouse: { column: "w" } }))).toThrow(
      expect.objectContaining({
        errors: [expect.objectContaining({ detail: expect.stringContaining('"warehouse_id"') })],
      }),
    );
    expect(at("data.free.deeply", { column: "w" })).toEqual({});
    expect(at("location.lat", { column: "w", as: "number" })).toEqual({});
    expect(at("data", { column: "w", as: "json" })).toEqual({});
  });

  it.each(["__proto__", "data.__proto__.x", "data.constructor", "data..x", "data.", ".data"])(
    "refuses %s",
    (path) => {
      const members = JSON.stringify({ ...MEMBERS, path: { column: "w" } }).replace(
        '"path"',
        JSON.stringify(path),
      );
      expect(Object.values(faultsOf(file({ events: [{ members: JSON.parse(members) }] })))).toEqual([
        "unknown_field",
      ]);
    },
  );

  it("has no member within another", () => {
    const members = { ...MEMBERS, "data.a": { column: "x" }, "data.a.b": { column: "y" } };
    expect(faultsOf(file({ events: [{ members }] }))).toEqual({ [`${PLACE}/data.a`]: "unknown_field" });
  });

  it("has a known type and reason where they never change", () => {
    expect(at("type", { const: "order.create" })).toEqual({ [`${PLACE}/type/const`]: "unknown_type" });
    expect(at("reason", { const: "address.wrong" })).toEqual({ [`${PLACE}/reason/const`]: "not_in_list" });
    expect(at("reason", { column: "why" })).toEqual({});
  });

  it("has conditions of one kind", () => {
    const faults = (condition: unknown) =>
      faultsOf(file({ events: [{ when: [condition], members: MEMBERS }] }));
    const when = "/mapping/files/0/events/0/when/0";
    expect(faults({ column: "a", in: ["x"] })).toEqual({});
    expect(faults({ column: "a", present: false })).toEqual({});
    expect(faults({ column: "a" })).toEqual({ [when]: "invalid_condition" });
    expect(faults({ column: "a", in: [], present: true })).toEqual({ [when]: "invalid_condition" });
    expect(faults({ in: [5] })).toEqual({ [`${when}/column`]: "required", [`${when}/in/0`]: "invalid_type" });
    expect(faults({ column: "a", present: "yes" })).toEqual({ [`${when}/present`]: "invalid_type" });
  });
});

describe("a value", () => {
  const city = `${PLACE}/city`;

  it("has one origin", () => {
    expect(at("city", "Pune")).toEqual({ [city]: "invalid_value" });
    expect(at("city", {})).toEqual({ [city]: "invalid_value" });
    expect(at("city", { column: "a", const: "b" })).toEqual({ [city]: "invalid_value" });
    expect(at("city", { const: null })).toEqual({ [`${city}/const`]: "invalid_type" });
    expect(at("city", { const: "x", as: "number" })).toEqual({ [`${city}/as`]: "unknown_field" });
  });

  it("has a template with names in braces", () => {
    expect(at("city", { template: "{a}-{b c}" })).toEqual({});
    for (const template of ["{a", "a}", "{}", "{{a}}"])
      expect([template, at("city", { template })]).toEqual([
        template,
        { [`${city}/template`]: "invalid_format" },
      ]);
    expect(at("city", { template: "x".repeat(501) })).toEqual({ [`${city}/template`]: "too_long" });
  });

  it("has alternatives of its own kind, some deep", () => {
    expect(at("city", { first: [{ column: "a" }, { first: [{ const: "b" }] }] })).toEqual({});
    expect(at("city", { first: [{ columm: "a" }] })).toEqual({ [`${city}/first/0`]: "invalid_value" });
    let deep: object = { const: "x" };
    for (let n = 0; n < 50; n++) deep = { first: [deep] };
    expect(Object.values(at("city", deep))).toEqual(["too_deep"]);
  });

  it("is read in ways that there are", () => {
    expect(
      at("city", { column: "a", as: "date-time", unmapped: "drop", pad_zeros: 0, keep_last: 1.5 }),
    ).toEqual({
      [`${city}/unmapped`]: "not_in_list",
      [`${city}/as`]: "not_in_list",
      [`${city}/pad_zeros`]: "out_of_range",
      [`${city}/keep_last`]: "out_of_range",
    });
    expect(at("city", { column: "a", map: { x: null } })).toEqual({ [`${city}/map/x`]: "invalid_type" });
    expect(at("city", { column: "a", truncate: "day" })).toEqual({ [`${city}/truncate`]: "invalid_value" });
  });

  it.each(["HH:mm", "yyyy-MM", "nonsense", "t", "yyyy-MM-dd 'T", "yMdyMdyMdyMd", "yyyy-MM-dd D"])(
    "has no time of the form %s",
    (format) => {
      expect(at("received_hint", { column: "a", as: "time", formats: [format] })).toEqual({
        [`${PLACE}/received_hint/formats/0`]: "invalid_format",
      });
    },
  );
});
