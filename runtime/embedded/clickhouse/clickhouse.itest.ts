import { ClickHouseLogLevel, createClient } from "@clickhouse/client";
import { describe, expect, inject, test } from "vitest";
import { clickhouseConformance } from "../../../tests/harness/clickhouseConformance.ts";

clickhouseConformance("the embedded ClickHouse", () => inject("clickhouseUrl"));
const server = process.env["CLICKHOUSE_URL"];
if (server) clickhouseConformance("the ClickHouse server of CLICKHOUSE_URL", () => server);

describe("what the embedded ClickHouse does not do", () => {
  test.each([
    ["a session", { session_id: "s" }, "SELECT 1", /session_id/],
    ["SET", {}, "SET max_threads = 1", /SET/],
    ["USE", {}, "/* x */ USE system", /USE/],
    ["a role", { role: "r" }, "SELECT 1", /role/],
  ])("%s: answered with 501, named", async (_name, options, query, said) => {
    const client = createClient({ url: inject("clickhouseUrl"), log: { level: ClickHouseLogLevel.OFF } });
    await expect(client.query({ query, format: "JSONEachRow", ...options })).rejects.toMatchObject({
      code: "48",
      message: expect.stringMatching(said),
    });
    await client.close();
  });

  test.each([
    ["PUT", "/", {}],
    ["POST", "/play", {}],
    ["POST", "/?query=INSERT+INTO+t+FORMAT+Parquet", {}],
    ["POST", "/", { "content-encoding": "br" }],
  ])("%s %s", async (method, path, headers) => {
    const url = new URL(inject("clickhouseUrl"));
    const authorization = `Basic ${Buffer.from(`${url.username}:${url.password}`).toString("base64")}`;
    const answer = await fetch(`${url.origin}${path}`, {
      method,
      body: "SELECT 1",
      headers: { authorization, ...headers },
    });
    expect(answer.status).toBe(501);
    expect(answer.headers.get("x-clickhouse-exception-code")).toBe("48");
  });
});
