import { expect, test } from "vitest";
import { epochOf, fromClickHouseTime, toClickHouseTime } from "./time.ts";

test("instants go to ClickHouse and back to the millisecond", () => {
  expect(toClickHouseTime("2026-11-20T08:15:00.007+05:30")).toBe("2026-11-20 02:45:00.007");
  expect(fromClickHouseTime("2026-11-20 02:45:00.007")).toBe("2026-11-20T02:45:00.007Z");
  expect(epochOf(toClickHouseTime(1_790_000_000_123))).toBe(1_790_000_000_123);
});

test("what is no instant throws", () => {
  expect(() => toClickHouseTime("yesterday")).toThrow(RangeError);
});
