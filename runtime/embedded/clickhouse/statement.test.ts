import { expect, test } from "vitest";
import { readStatement } from "./statement.ts";

const read = (url: Record<string, string>, body = "") =>
  readStatement(new URLSearchParams(url), Buffer.from(body));

test("reads the format off the end, and streams only what is one line per row", () => {
  expect(read({}, "SELECT 1\nFORMAT JSONEachRow;")).toMatchObject({
    sql: "SELECT 1",
    format: "JSONEachRow",
    streamed: true,
    lane: "interactive",
  });
  expect(read({}, "SELECT 1 FORMAT JSON")).toMatchObject({ format: "JSON", streamed: false });
  expect(read({}, "SHOW TABLES FORMAT JSONEachRow")).toMatchObject({ streamed: false, lane: "jobs" });
  expect(read({ default_format: "CSV" }, "-- why\nWITH 1 AS a SELECT a")).toMatchObject({
    format: "CSV",
    streamed: true,
  });
});

test("work that says so keeps out of the way of dashboards", () => {
  const statement = read({ workload: "jobs" }, "SELECT 1 FORMAT JSONEachRow");
  expect(statement.lane).toBe("jobs");
  expect([...statement.settings]).toEqual([]);
});

test("tells parameters and settings from what is its own", () => {
  const statement = read({ query_id: "q", param_a: "x", max_threads: "1" }, "SELECT {a:String}");
  expect([...statement.params]).toEqual([["a", "x"]]);
  expect([...statement.settings]).toEqual([["max_threads", "1"]]);
  expect(() => read({}, "SELECT {a:String}")).toThrow("Code: 456");
  expect(() => read({ "param_a b": "x" }, "SELECT 1")).toThrow("Code: 36");
});

test("leaves out the default database, where every session is", () => {
  expect(read({ database: "default" }, "SELECT 1").database).toBeNull();
  expect(read({ database: "pool_00" }, "SELECT 1").database).toBe("pool_00");
});

test("reads the table, columns and rows of an insert", () => {
  const query = "INSERT INTO pool_00.events (`a`, b) FORMAT JSONCompactEachRow";
  expect(read({ query }, "[1,2]\n").insert).toMatchObject({
    table: "pool_00.events",
    columns: ["a", "b"],
    format: "JSONCompactEachRow",
  });
  expect(() => read({ query: "INSERT INTO t FORMAT Parquet" }, "x")).toThrow("Code: 48");
  expect(() => read({ query: "INSERT INTO FUNCTION file('x') FORMAT CSV" }, "x")).toThrow("Code: 48");
});

test.each(["SET a = 1", " use x", "/* c */ CREATE TEMPORARY TABLE t (a Int8)"])(
  "refuses what would stay: %s",
  (sql) => {
    expect(() => read({}, sql)).toThrow("Code: 48");
  },
);

test("refuses an empty query", () => {
  expect(() => read({})).toThrow("Code: 62");
});
