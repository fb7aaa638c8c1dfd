import { expect, test } from "vitest";
import { DomainError } from "../../tenancy/errors.ts";
import { parseRange, parseTime } from "./time.ts";

const NOW = new Date("2026-11-20T12:00:00.000Z");

test.each([
  ["now", "2026-11-20T12:00:00.000Z"],
  ["-90m", "2026-11-20T10:30:00.000Z"],
  ["-36h", "2026-11-19T00:00:00.000Z"],
  ["-7d", "2026-11-13T12:00:00.000Z"],
  ["-2w", "2026-11-06T12:00:00.000Z"],
  ["2026-11-20T08:15:00+05:30", "2026-11-20T02:45:00.000Z"],
  ["2024-02-29T00:00:00.123456Z", "2024-02-29T00:00:00.123Z"],
])("reads %s", (text, expected) => {
  expect(parseTime(text, "from", NOW).toISOString()).toBe(expected);
});

test.each([
  "",
  "yesterday",
  "7d",
  "-7y",
  "2026-11-20",
  "2026-11-20T08:15:00",
  "2026-02-30T00:00:00Z",
  "1763600000",
])("refuses %s and points at the parameter", (text) => {
  const refused = () => parseTime(text, "to", NOW);
  expect(refused).toThrow(DomainError);
  try {
    refused();
  } catch (error) {
    expect(error).toMatchObject({
      code: "invalid_request",
      errors: [{ code: "invalid_format", pointer: "/to" }],
    });
  }
});

test("leaves absent bounds absent and refuses a range that ends before it begins", () => {
  expect(parseRange({})).toEqual({});
  expect(Object.keys(parseRange({ from: "-7d" }))).toEqual(["from"]);
  expect(() => parseRange({ from: "now", to: "-1d" })).toThrow(/ends before/);
});
