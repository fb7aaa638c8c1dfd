import { ClickHouseError } from "@clickhouse/client";
import { expect, test } from "vitest";
import { isRefusedData, isTransient } from "./errors.ts";

const fromServer = (code: number, type: string) =>
  new ClickHouseError({ message: "m", code: String(code), type });
const fromNetwork = (code: string) => Object.assign(new Error("connect"), { code });

test.each([
  ["memory limit", fromServer(241, "MEMORY_LIMIT_EXCEEDED")],
  ["too many queries", fromServer(202, "TOO_MANY_SIMULTANEOUS_QUERIES")],
  ["stopped after its time", fromServer(159, "TIMEOUT_EXCEEDED")],
  ["disk full", fromServer(243, "NOT_ENOUGH_SPACE")],
  ["refused connection", fromNetwork("ECONNREFUSED")],
  ["reset connection", fromNetwork("ECONNRESET")],
  ["no answer in time", new Error("Timeout error.")],
  ["closed socket", new Error("socket hang up")],
  ["both addresses refused", new AggregateError([fromNetwork("ECONNREFUSED")])],
])("%s passes by itself", (_, error) => {
  expect(isTransient(error)).toBe(true);
  expect(isRefusedData(error)).toBe(false);
});

test.each([
  ["text for a number", fromServer(27, "CANNOT_PARSE_INPUT_ASSERTION_FAILED")],
  ["no date", fromServer(41, "CANNOT_PARSE_DATETIME")],
  ["null in a plain column", fromServer(349, "CANNOT_INSERT_NULL_IN_ORDINARY_COLUMN")],
])("%s is the record's fault", (_, error) => {
  expect(isRefusedData(error)).toBe(true);
  expect(isTransient(error)).toBe(false);
});

test("a fault of ours is neither", () => {
  for (const error of [
    fromServer(60, "UNKNOWN_TABLE"),
    fromServer(62, "SYNTAX_ERROR"),
    new TypeError("x is undefined"),
  ]) {
    expect(isTransient(error)).toBe(false);
    expect(isRefusedData(error)).toBe(false);
  }
});
