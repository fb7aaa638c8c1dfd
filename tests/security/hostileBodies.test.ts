import { buffer } from "node:stream/consumers";
import {
  brotliCompressSync,
  constants,
  createZstdCompress,
  gzipSync,
  zstdCompressSync,
  zstdDecompressSync,
} from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createBodyBudget } from "../../api/http/bodyBudget.ts";
import { expectProblem } from "../contract/expectProblem.ts";
import { makeApp, type TestApp, type TestTenant } from "../harness/app.ts";

const bodies = createBodyBudget({ total: 30_000_000, each: 20_000_000 });
let api: TestApp;
let tenant: TestTenant;
let other: TestTenant;
beforeAll(async () => {
  api = await makeApp({ bodies });
  [tenant, other] = await Promise.all([api.makeTenant(), api.makeTenant()]);
});
afterAll(() => api.close());

const order = (id: string, more = "") =>
  `{"id":"${id}","type":"order.created","occurred_at":"2026-11-20T08:15:00Z","order_id":"O-1"${more}}`;
const send = (body: unknown, headers = {}, key = tenant.liveKey) =>
  api.call("POST", "/v1/events", { key, body, headers });
const refusal = async (more: string) => {
  const { status, body } = await send(order("h", more));
  return [status, body.results?.[0]?.errors ?? body.errors];
};
const fault = (code: string, pointer: string, detail = "") =>
  expect.objectContaining({ code, pointer, detail: expect.stringContaining(detail) });

describe("an event is refused by itself, with pointer and remedy", () => {
  test.each([
    ["duplicate_key", "/data/a", "send it once", ',"data":{"a":1,"a":2}'],
    ["duplicate_key", "/order_id", "send it once", ',"order_id":"O-2"'],
    ["out_of_range", "/data/n", "as a string", ',"data":{"n":9007199254740993}'],
    ["out_of_range", "/data/n/0", "as a string", ',"data":{"n":[1e400]}'],
    ["out_of_range", "/data/n", "as a string", ',"data":{"n":1e-400}'],
    ["invalid_format", "/data/t", "lone surrogate", ',"data":{"t":"\\ud800"}'],
    ["invalid_format", "/data/t/x\ufffd", "U+0000", ',"data":{"t":{"x\\u0000":1}}'],
    ["invalid_format", "/reason_text", "U+0000", ',"reason_text":"a\\u0000b"'],
    ["too_deep", "/data", "levels", `,"data":${'{"a":'.repeat(70)}1${"}".repeat(70)}`],
    ["too_large", "/data", "64 KiB", `,"data":{"t":"${"x".repeat(65_536)}"}`],
    ["too_large", "/data", "64 KiB", `,"data":{"l":[${"1,".repeat(40_000)}1]}`],
    ["unknown_field", "/__proto__", "not known", ',"__proto__":{"admin":true}'],
    ["unknown_field", "/constructor", "not known", ',"constructor":{"prototype":{}}'],
  ])("%s %s: %s", async (code, pointer, remedy, more) => {
    expect(await refusal(more)).toEqual([422, [fault(code, pointer, remedy)]]);
    expect(({} as Record<string, unknown>)["admin"]).toBe(undefined);
  });

  test("names of any text are told in a form that the quarantine can keep", async () => {
    const [status, errors] = await refusal(`,"\\u0000${"n".repeat(300)}":1,"\\ud800":2`);
    expect(status).toBe(422);
    for (const { pointer } of errors) expect(pointer.length).toBeLessThan(100);
    const kept = await api.call("GET", "/v1/quarantine", { key: tenant.liveKey });
    expect(kept.body.data?.length ?? 1).toBeGreaterThan(0);
  });

  test("ten thousand unknown members are told of by the first twenty", async () => {
    const members = Array.from({ length: 10_000 }, (_, n) => `"member_${n}":${n}`).join(",");
    const [, errors] = await refusal(`,${members}`);
    expect(errors).toHaveLength(20);
  });

  test("and takes none of the others with it", async () => {
    const { status, body } = await send(`[${order("ok-1")},${order("x", ',"id":"y"')},${order("ok-2")}]`);
    expect(status).toBe(202);
    expect(body).toMatchObject({ accepted: 2, rejected: 1, results: [{ index: 1 }] });
  });

  test("members named __proto__ and constructor below data are kept as what they are", async () => {
    const data = ',"data":{"__proto__":{"polluted":1},"constructor":{"prototype":2}}';
    expect((await send(order("proto", data))).body).toMatchObject({ accepted: 1 });
    expect(({} as Record<string, unknown>)["polluted"]).toBe(undefined);
  });
});

test("invalid UTF-8 is refused: of lines the one line, of a document all", async () => {
  const broken = Buffer.concat([Buffer.from(order("a", ',"reason_text":"')), Buffer.of(0xc3, 0x28)]);
  expectProblem(await send(new Uint8Array(broken)), "invalid_request");
  const lines = Buffer.concat([broken, Buffer.from(`"}\n${order("utf8")}`)]);
  const { body } = await send(new Uint8Array(lines), { "Content-Type": "application/x-ndjson" });
  expect(body).toMatchObject({ accepted: 1, rejected: 1 });
  expect(body.results[0].errors).toEqual([fault("invalid_json", "", "UTF-8")]);
});

describe("other routes refuse the same", () => {
  const make = (body: string | Uint8Array) => api.call("POST", "/v1/api-keys", { key: tenant.liveKey, body });
  test.each([
    ["duplicate_key", "/name", '{"name":"a","name":"b","scopes":["events:read"]}'],
    ["invalid_format", "/name", '{"name":"a\\u0000","scopes":["events:read"]}'],
    ["invalid_format", "/name", '{"name":"\\ud800","scopes":["events:read"]}'],
    ["out_of_range", "/name", '{"name":12345678901234567890,"scopes":["events:read"]}'],
    ["too_deep", "/name", `{"name":${"[".repeat(100_000)}`],
    ["too_large", "/name/19999", `{"name":[${"1,".repeat(30_000)}1]}`],
  ])("%s %s", async (code, pointer, text) => {
    expect(expectProblem(await make(text), "invalid_request")).toEqual([fault(code, pointer)]);
  });

  test("invalid UTF-8, members with names of prototypes", async () => {
    const bytes = Buffer.concat([Buffer.from('{"name":"'), Buffer.of(0xff), Buffer.from('"}')]);
    expectProblem(await make(new Uint8Array(bytes)), "invalid_request");
    const text = '{"name":"a","scopes":["events:read"],"__proto__":{"role":"admin"},"constructor":1}';
    const errors = expectProblem(await make(text), "unprocessable");
    expect(errors.map(({ pointer }) => pointer)).toContain("/constructor");
  });
});

/** A frame whose header asks for a window of that size, as one without a known length does. */
async function frameOf(text: string, windowLog: number): Promise<Buffer> {
  const stream = createZstdCompress({ params: { [constants.ZSTD_c_windowLog]: windowLog } });
  stream.write(text);
  await new Promise<void>((resolve) => stream.flush(resolve));
  return buffer(stream.end());
}

describe("compressed bodies", () => {
  const zeros = Buffer.alloc(64_000_000);
  const bombs = {
    gzip: gzipSync(zeros, { level: 9 }),
    zstd: zstdCompressSync(zeros),
    br: brotliCompressSync(zeros, { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } }),
  };

  test.each(Object.entries(bombs))("a bomb of %s ends early", async (encoding, bomb) => {
    expect(bomb.byteLength).toBeLessThan(100_000);
    expectProblem(await send(new Uint8Array(bomb), { "Content-Encoding": encoding }), "too_large");
  });

  test("many members of gzip count as one body; a second encoding is refused", async () => {
    const part = gzipSync(Buffer.alloc(1_000_000));
    const parts = new Uint8Array(Buffer.concat([part, part, part, part, part, part]));
    expectProblem(await send(parts, { "Content-Encoding": "gzip" }), "too_large");
    const twice = new Uint8Array(gzipSync(gzipSync(order("twice"))));
    const answer = await send(twice, { "Content-Encoding": "gzip, gzip" });
    expectProblem(answer, "unsupported_media_type");
    expect(answer.body.detail).toContain("once");
    expectProblem(await send(twice, { "Content-Encoding": "gzip" }), "invalid_request");
  });

  test("a frame of zstd that asks for a window larger than any body is refused", async () => {
    const [greedy, usual] = await Promise.all([frameOf(order("greedy"), 27), frameOf(order("usual"), 23)]);
    expect(zstdDecompressSync(greedy).toString()).toBe(order("greedy"));
    const answer = await send(new Uint8Array(greedy), { "Content-Encoding": "zstd" });
    expectProblem(answer, "invalid_request");
    expect(answer.body.detail).toContain("window");
    expect((await send(new Uint8Array(usual), { "Content-Encoding": "zstd" })).status).toBe(202);
  });

  test("many at once keep memory flat, and leave room for others", async () => {
    const before = process.memoryUsage.rss();
    const storm = Array.from({ length: 60 }, (_, n) => {
      const encoding = (["gzip", "zstd", "br"] as const)[n % 3] ?? "gzip";
      return send(new Uint8Array(bombs[encoding]), { "Content-Encoding": encoding });
    });
    const friend = send(order("friend"), {}, other.liveKey);
    for (const answer of await Promise.all(storm)) expectProblem(answer, "too_large");
    expect((await friend).status).toBe(202);
    // Inflated whole they would be 3.8 GB.
    expect(process.memoryUsage.rss() - before).toBeLessThan(400_000_000);
    expect(bodies.held()).toBe(0);
  });
});

test("what one tenant holds at once is bounded: beyond it 503 and Retry-After, others are served", async () => {
  const large = `[${order("x", `,"data":{"t":"${"y".repeat(4_000_000)}"}`)}]`;
  const answers = await Promise.all(Array.from({ length: 12 }, () => send(large)));
  const refused = answers.filter(({ status }) => status === 503);
  expect(refused.length).toBeGreaterThan(0);
  for (const answer of refused) {
    expectProblem(answer, "unavailable");
    expect(answer.headers.get("Retry-After")).toBe("1");
  }
  for (const { status } of answers) expect([422, 503]).toContain(status);
  expect((await send(order("after"), {}, other.liveKey)).status).toBe(202);
  expect(bodies.held()).toBe(0);
});
