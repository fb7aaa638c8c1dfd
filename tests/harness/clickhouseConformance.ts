import { randomBytes } from "node:crypto";
import { type ClickHouseClient, ClickHouseError, ClickHouseLogLevel, createClient } from "@clickhouse/client";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { waitFor } from "./waitFor.ts";

/**
 * What our code asks of ClickHouse over HTTP, by the unmodified client: of the embedded one and of a server alike.
 * A server is tested where `CLICKHOUSE_URL` names one; where these tests are run as a rule there is none, so that
 * the embedded one alone is known to keep to it.
 */
export function clickhouseConformance(name: string, urlOf: () => string): void {
  describe(`${name} serves ClickHouse's HTTP interface`, () => {
    const database = `suite_${randomBytes(4).toString("hex")}`;
    let client: ClickHouseClient;

    beforeAll(async () => {
      client = createClient({
        url: urlOf(),
        max_open_connections: 20,
        log: { level: ClickHouseLogLevel.OFF },
      });
      await client.command({ query: `CREATE DATABASE ${database}` });
      await client.command({
        query: `CREATE TABLE ${database}.t (id UInt32, name String, at Nullable(DateTime64(3, 'UTC')), tags Array(String))
          ENGINE = MergeTree ORDER BY id SETTINGS non_replicated_deduplication_window = 100`,
      });
    });
    afterAll(async () => {
      await client.command({ query: `DROP DATABASE ${database}` });
      await client.close();
    });
    const rows = async <T>(query: string, more: object = {}) =>
      (await client.query({ query, format: "JSONEachRow", ...more })).json<T>();
    const count = async () =>
      Number((await rows<{ n: string }>(`SELECT count() AS n FROM ${database}.t`))[0]?.n);

    test("answers a ping, and refuses a wrong password with code 516", async () => {
      expect((await client.ping()).success).toBe(true);
      expect((await client.ping({ select: true })).success).toBe(true);
      const url = new URL(urlOf());
      url.password = "wrong";
      const stranger = createClient({ url: url.href, log: { level: ClickHouseLogLevel.OFF } });
      await expect(stranger.query({ query: "SELECT 1" })).rejects.toMatchObject({ code: "516" });
      await stranger.close();
    });

    test("binds parameters of every shape we use, as they were sent", async () => {
      const text = 'it\'s a "q" \\ tab\t nl\n cr\r {x:Y} ünï % ?';
      const query_params = {
        text,
        list: [text, "b", ""],
        numbers: [1, 2, 4_294_967_295],
        none: null,
        at: new Date("2026-01-02T03:04:05.678Z"),
        ids: [9_007_199_254_740_991n],
        flag: true,
        half: 0.5,
      };
      const query = `SELECT {text:String} AS text, {list:Array(String)} AS list, {numbers:Array(UInt32)} AS numbers,
        {none:Nullable(String)} AS none, {at:DateTime64(3, 'UTC')} AS at, {ids:Array(UInt64)} AS ids,
        {flag:Bool} AS flag, {half:Float64} AS half`;
      const [row] = await rows<{ ids: unknown[] }>(query, { query_params });
      expect(row).toMatchObject({ text, list: query_params.list, numbers: query_params.numbers, none: null });
      expect(row).toMatchObject({ at: "2026-01-02 03:04:05.678", flag: true, half: 0.5 });
      expect(String(row?.ids[0])).toBe("9007199254740991");
    });

    test("takes parameters too long for a URL", async () => {
      const ids = Array.from({ length: 20_000 }, (_, n) => n);
      const query = "SELECT length({ids:Array(UInt32)}) AS n, {a:String} AS a";
      const [row] = await rows<{ n: string }>(query, {
        query_params: { ids, a: "it's" },
        use_multipart_params_auto: true,
      });
      expect(row).toMatchObject({ a: "it's" });
      expect(Number(row?.n)).toBe(20_000);
    });

    test("a parameter of an earlier query never stands in for a missing one", async () => {
      await Promise.all(
        Array.from({ length: 20 }, () =>
          rows("SELECT {leak:String} AS x", { query_params: { leak: "secret" } }),
        ),
      );
      await expect(rows("SELECT {leak:String} AS x")).rejects.toMatchObject({ code: "456" });
    });

    test("settings hold for their query and for no other", async () => {
      const query = "SELECT getSetting('max_block_size') AS size, getSetting('log_comment') AS comment";
      const before = await rows(query);
      const clickhouse_settings = { max_block_size: "1234", log_comment: "it's" };
      const [row] = await rows<{ size: string }>(query, { clickhouse_settings });
      expect(row).toMatchObject({ comment: "it's" });
      expect(Number(row?.size)).toBe(1234);
      const after = await Promise.all(Array.from({ length: 20 }, () => rows(query)));
      for (const answer of after) expect(answer).toEqual(before);
      await expect(rows(query, { clickhouse_settings: { no_such_setting: 1 } })).rejects.toMatchObject({
        code: "115",
      });
    });

    test("table filters work as a setting and in the text", async () => {
      await client.insert({
        table: `${database}.t`,
        values: [{ id: 901, name: "f" }],
        format: "JSONEachRow",
      });
      const filters = { [`${database}.t`]: "id = 0" };
      const text = `{'${database}.t': 'id = 0'}`;
      const query = `SELECT count() AS n FROM ${database}.t`;
      const bySetting = await rows<{ n: string }>(query, {
        clickhouse_settings: { additional_table_filters: text },
      });
      expect(Number(bySetting[0]?.n)).toBe(0);
      expect(Object.keys(filters)).toHaveLength(1);
      const byText = await rows<{ n: string }>(`${query} SETTINGS additional_table_filters = ${text}`);
      expect(Number(byText[0]?.n)).toBe(0);
      expect(await count()).toBeGreaterThan(0);
    });

    test("inserts rows in both formats, gzipped too, and skips a repeated token", async () => {
      const before = await count();
      const gzip = createClient({ url: urlOf(), compression: { request: true, response: true } });
      const table = `${database}.t`;
      const answer = await client.insert({
        table,
        values: [{ id: 1, name: "ä\n\"'\\", at: null, tags: ["x", "y'"] }],
        format: "JSONEachRow",
      });
      expect(answer.summary?.written_rows).toBe("1");
      const compact = () =>
        gzip.insert({
          table,
          columns: ["name", "id"],
          values: [
            ["two", 2],
            ["three", 3],
          ],
          format: "JSONCompactEachRow",
          clickhouse_settings: { insert_deduplication_token: "it's-1" },
        });
      await compact();
      await compact();
      expect(await count()).toBe(before + 3);
      const back = await gzip.query({
        query: `SELECT name, tags, at FROM ${table} WHERE id = 1`,
        format: "JSON",
      });
      expect((await back.json()).data).toEqual([{ name: "ä\n\"'\\", tags: ["x", "y'"], at: null }]);
      await gzip.close();
    });

    test("answers in the formats we read", async () => {
      const query = "SELECT number AS a, 'x' AS b FROM numbers(2)";
      const json = await (await client.query({ query, format: "JSON" })).json<{ a: string }>();
      expect(json.rows).toBe(2);
      const compact = await (await client.query({ query, format: "JSONCompactEachRow" })).json<unknown[]>();
      expect(compact).toHaveLength(2);
      const csv = await (await client.query({ query, format: "CSVWithNames" })).text();
      expect(csv).toBe('"a","b"\n0,"x"\n1,"x"\n');
      const none = await (await client.query({ query: `${query} WHERE 0`, format: "JSONEachRow" })).json();
      expect(none).toEqual([]);
      const tables = await rows<{ name: string }>(`SHOW TABLES FROM ${database}`);
      expect(tables.map(({ name }) => name)).toContain("t");
    });

    test("errors carry ClickHouse's codes and names", async () => {
      const missing = await rows(`SELECT * FROM ${database}.nope`).catch((error: unknown) => error);
      expect(missing).toBeInstanceOf(ClickHouseError);
      expect(missing).toMatchObject({ code: "60", type: "UNKNOWN_TABLE" });
      await expect(rows("SELEC 1")).rejects.toMatchObject({ code: "62" });
      const insert = { table: `${database}.nope`, values: [{ id: 1 }], format: "JSONEachRow" as const };
      await expect(client.insert(insert)).rejects.toMatchObject({ code: "60" });
      await expect(
        rows("SELECT length(groupArray(number)) FROM numbers(1e9)", {
          clickhouse_settings: { max_memory_usage: "50000000" },
        }),
      ).rejects.toMatchObject({ code: "241" });
      await expect(
        rows("SELECT count() FROM numbers(1e12) WHERE number % 7 = 3", {
          clickhouse_settings: { max_execution_time: 1 },
        }),
      ).rejects.toMatchObject({ code: "159" });
    });

    test("an error in the middle of a stream reaches the reader", async () => {
      const query = "SELECT number, throwIf(number = 2000000, 'enough') AS x FROM numbers(3000000)";
      const answer = await client.query({ query, format: "JSONEachRow" });
      let seen = 0;
      const reading = (async () => {
        for await (const chunk of answer.stream()) seen += chunk.length;
      })();
      await expect(reading).rejects.toThrow();
      expect(seen).toBeGreaterThan(0);
      expect(seen).toBeLessThan(3_000_000);
    });

    test("streams a million rows and keeps none of them", async () => {
      const answer = await client.query({
        query: "SELECT number, repeat('x', 100) AS text FROM numbers(1000000)",
        format: "JSONCompactEachRow",
      });
      const start = process.memoryUsage().rss;
      let [seen, sum, peak] = [0, 0, start];
      for await (const chunk of answer.stream<[string, string]>()) {
        for (const row of chunk) sum += Number(row.json()[0]);
        seen += chunk.length;
        peak = Math.max(peak, process.memoryUsage().rss);
      }
      expect(seen).toBe(1_000_000);
      expect(sum).toBe(499_999_500_000);
      expect(peak - start).toBeLessThan(150_000_000);
    });

    test("a caller that leaves ends its query, waiting, working or streaming", async () => {
      const running = async (mark: string) =>
        Number(
          (
            await rows<{ n: string }>(
              `SELECT count() AS n FROM system.processes WHERE position(query, '${mark}') > 0 AND position(query, 'processes') = 0`,
            )
          )[0]?.n,
        );
      const abort = new AbortController();
      const work = rows("SELECT count() AS working_mark FROM numbers(1e12) WHERE number % 7 = 3", {
        abort_signal: abort.signal,
      }).catch((error: unknown) => error);
      await waitFor(async () => (await running("working_mark")) === 1);
      abort.abort();
      expect(String(await work)).toMatch(/abort/);
      await waitFor(async () => (await running("working_mark")) === 0);
      const stream = (
        await client.query({
          query: "SELECT number AS streaming_mark FROM numbers(1e10)",
          format: "JSONEachRow",
        })
      ).stream();
      for await (const chunk of stream) if (chunk.length > 0) break;
      stream.destroy();
      await waitFor(async () => (await running("streaming_mark")) === 0);
    });

    test("queries run beside each other, and inserts beside long queries", async () => {
      const abort = new AbortController();
      const slow = rows("SELECT count() FROM numbers(1e12) WHERE number % 7 = 3", {
        abort_signal: abort.signal,
        clickhouse_settings: { max_threads: 1 },
      }).catch(() => {});
      const quick = await Promise.all(
        Array.from({ length: 20 }, (_, n) =>
          rows<{ n: number }>("SELECT {n:UInt32} AS n", { query_params: { n } }),
        ),
      );
      expect(quick.map(([row]) => row?.n)).toEqual(Array.from({ length: 20 }, (_, n) => n));
      await client.insert({ table: `${database}.t`, values: [{ id: 5 }], format: "JSONEachRow" });
      abort.abort();
      await slow;
    });

    test("the query id is the caller's", async () => {
      const answer = await client.query({ query: "SELECT 1", query_id: "my-id-1", format: "JSONEachRow" });
      expect(answer.query_id).toBe("my-id-1");
      expect(answer.response_headers["x-clickhouse-query-id"]).toBe("my-id-1");
      await answer.close();
    });
  });
}
