import { gzipSync, zstdCompressSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { IngestAnswer, IngestBatch, IngestRefused } from "../../api/schemas/ingest.ts";
import { makeApp, type TestApp, type TestTenant } from "../harness/app.ts";
import { expectProblem } from "./expectProblem.ts";

let api: TestApp;
let tenant: TestTenant;
beforeAll(async () => {
  api = await makeApp();
  tenant = await api.makeTenant();
});
afterAll(() => api.close());

const order = (id: string, more: object = {}) => ({
  id,
  type: "order.created",
  occurred_at: "2026-11-20T08:15:00+05:30",
  order_id: `O-${id}`,
  ...more,
});
const send = (body: unknown, headers = {}, query = "", key = tenant.liveKey) =>
  api.call("POST", `/v1/events${query}`, { key, body, headers });
const NDJSON = { "Content-Type": "application/x-ndjson" };

test("a list wrapped in an object is refused once, with what to send", async () => {
  const [error] = expectProblem(await send({ events: [order("wrapped")] }), "invalid_request");
  expect(error).toMatchObject({ code: "invalid_type", detail: expect.stringContaining("the array itself") });
});

describe("accepted", () => {
  test("one object", async () => {
    const { status, body } = await send(order("one"));
    expect(status).toBe(202);
    expect(IngestAnswer.parse(body)).toEqual(body);
    expect(body).toMatchObject({ accepted: 1, duplicates: 0, rejected: 0, unavailable: 0, results: [] });
    expect(body.batch_id).toMatch(/^bat_/);
  });

  test("an array, with what failed and why", async () => {
    const bad = order("bad", { occurred_at: "yesterday" });
    const { status, body } = await send([order("a"), bad, order("a"), order("typo", { ordr_id: "x" })]);
    expect(status).toBe(202);
    expect(IngestAnswer.parse(body)).toEqual(body);
    expect(body).toMatchObject({ accepted: 1, duplicates: 1, rejected: 2 });
    expect(
      body.results.map(({ index, status }: { index: number; status: string }) => [index, status]),
    ).toEqual([
      [1, "rejected"],
      [2, "duplicate"],
      [3, "rejected"],
    ]);
    expect(body.results[0].errors[0].pointer).toBe("/occurred_at");
    expect(body.results[2].errors[0]).toMatchObject({ code: "unknown_field", pointer: "/ordr_id" });
  });

  test("NDJSON, plain and compressed; one broken line takes no other with it", async () => {
    const lines = `${JSON.stringify(order("n1"))}\n\n{broken\n${JSON.stringify(order("n2"))}\n`;
    const bodies = [
      [lines, {}],
      [new Uint8Array(gzipSync(lines)), { "Content-Encoding": "gzip" }],
      [new Uint8Array(zstdCompressSync(lines)), { "Content-Encoding": "zstd" }],
    ] as const;
    for (const [body, headers] of bodies) {
      const answer = await send(body, { ...NDJSON, ...headers });
      expect(answer.status).toBe(202);
      expect(answer.body).toMatchObject({ accepted: 2, rejected: 1 });
    }
  });

  test("?results=all lists the accepted records too", async () => {
    const { body } = await send([order("r1"), order("r2")], {}, "?results=all");
    expect(body.results.map(({ id, status }: { id: string; status: string }) => [id, status])).toEqual([
      ["r1", "accepted"],
      ["r2", "accepted"],
    ]);
  });

  test("the batch can be read; ?wait=stored answers with it although nothing stores here", async () => {
    const { body } = await send(order("w1"), {}, "?wait=stored");
    expect(IngestAnswer.parse(body)).toEqual(body);
    const read = await api.call("GET", `/v1/ingest-batches/${body.batch_id}`, { key: tenant.liveKey });
    expect(IngestBatch.parse(read.body)).toEqual(read.body);
    expect(read.body).toMatchObject({
      id: body.batch_id,
      state: body.state,
      accepted: 1,
      stored: body.stored,
    });
    expectProblem(await api.call("GET", "/v1/ingest-batches/bat_none", { key: tenant.liveKey }), "not_found");
  });

  test("a test key may send received_hint, a live key may not", async () => {
    const hinted = order("h1", { received_hint: "2026-11-20T09:00:00Z" });
    expect((await send(hinted, {}, "", tenant.testKey)).status).toBe(202);
    const refused = await send(hinted);
    expect(refused.body.errors[0]).toMatchObject({ code: "unknown_field", pointer: "/received_hint" });
  });
  test("a key bound to a source writes as that one, whatever the event says", async () => {
    const body = { name: "wms", scopes: ["events:write"], sources: ["wms"] };
    const { secret } = (await api.call("POST", "/v1/api-keys", { key: tenant.liveKey, body })).body;
    const pair = [order("s1", { source: "tms" }), order("s1", { source: "wms" })];
    expect((await send(pair, {}, "", secret)).body).toMatchObject({ accepted: 1, duplicates: 1 });
    expect((await send(pair)).body).toMatchObject({ accepted: 2, duplicates: 0 });
  });
});

describe("refused", () => {
  test("422 when no record could be taken: a problem that carries the answer", async () => {
    const one = await send(order("x", { type: "order.creatd" }));
    const { errors, ...members } = one.body;
    expect(IngestRefused.parse(one.body)).toEqual(one.body);
    expect(members).toMatchObject({ status: 422, code: "unprocessable", accepted: 0, rejected: 1 });
    expect(errors[0].pointer).toBe("/type");
    expect(errors[0].detail).toContain("order.created");
    const two = await send([order("x", { order_id: "" }), 7]);
    expect(two.status).toBe(422);
    expect(two.body.errors.map(({ pointer }: { pointer: string }) => pointer)).toEqual(["/0/order_id", "/1"]);
  });

  test.each([
    ["no body", "", "invalid_request"],
    ["an empty array", "[]", "invalid_request"],
    ["no JSON", "{nope", "invalid_request"],
    ["too many events", JSON.stringify(Array(1_001).fill(order("m"))), "too_large"],
    ["too many bytes", " ".repeat(5_000_001), "too_large"],
  ] as const)("%s", async (_, body, code) => {
    expectProblem(await send(body), code);
  });

  test("bodies that inflate too far, other types and encodings", async () => {
    const bomb = new Uint8Array(gzipSync(Buffer.alloc(20_000_000, 32)));
    expectProblem(await send(bomb, { "Content-Encoding": "gzip" }), "too_large");
    expectProblem(await send("<xml/>", { "Content-Type": "text/xml" }), "unsupported_media_type");
    expectProblem(await send("{}", { "Content-Encoding": "lzma" }), "unsupported_media_type");
    expectProblem(await send("{}", { "Content-Encoding": "gzip" }), "invalid_request");
    expectProblem(await send(order("q"), {}, "?wait=forever"), "invalid_request");
  });

  test("503 with Retry-After when the log takes nothing", async () => {
    const full = {
      ...api.deps.eventLog,
      append: async (records: readonly unknown[]) =>
        records.map(() => ({ ok: false as const, reason: "full" })),
    };
    const stuck = await makeApp({ ...api.deps, eventLog: full });
    const answer = await stuck.call("POST", "/v1/events", { key: tenant.liveKey, body: order("later") });
    expectProblem(answer, "unavailable");
    expect(Number(answer.headers.get("Retry-After"))).toBeGreaterThan(0);
  });
});
