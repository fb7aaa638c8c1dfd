import { afterAll, beforeAll, expect, test } from "vitest";
import { makeApp, type TestApp, type TestTenant } from "../harness/app.ts";
import { expectProblem } from "./expectProblem.ts";

let api: TestApp;
let small: TestTenant;
let other: TestTenant;
beforeAll(async () => {
  api = await makeApp();
  [small, other] = await Promise.all([api.makeTenant(), api.makeTenant()]);
  await change(small.id, { events_per_second: 1 });
});
afterAll(() => api.close());

const change = (id: string, body: unknown) =>
  api.call("PATCH", `/v1/operator/tenants/${id}`, { key: api.deps.operatorKey, body });
let sent = 0;
const orders = (count: number) =>
  Array.from({ length: count }, () => ({
    id: `q-${++sent}`,
    type: "order.created",
    occurred_at: "2026-11-20T08:15:00Z",
    order_id: "O-1",
  }));
const send = (key: string, count: number, headers = {}) =>
  api.call("POST", "/v1/events", { key, body: orders(count), headers });
/** `RateLimit`'s item for events. */
const left = (headers: Headers) =>
  /"events";r=(\d+);t=(\d+)/
    .exec(headers.get("RateLimit") ?? "")
    ?.slice(1)
    .map(Number);

test("events are counted against their tenant's quota, a request that does not fit is refused whole", async () => {
  const taken = await send(small.liveKey, 700);
  expect(taken.status).toBe(202);
  expect(taken.headers.get("RateLimit-Policy")).toMatch(/"ingest";.*"tenant";.*"events";q=1000;w=1000$/);
  expect(left(taken.headers)?.[0]).toBe(300);
  const more = await api.makeKey(small.liveKey, ["events:write"]);
  const refused = await send(more, 500);
  expectProblem(refused, "rate_limited");
  expect(refused.body).toMatchObject({ retryable: true, "violated-policies": ["events"] });
  const [remaining = 0, seconds] = left(refused.headers) ?? [];
  expect(remaining).toBeGreaterThanOrEqual(300);
  expect(Number(refused.headers.get("Retry-After"))).toBe(seconds);
  expect(seconds).toBeGreaterThan(190);
  expect(seconds).toBeLessThanOrEqual(200);
});

test("until then nothing of a request is read: not its body, not its Idempotency-Key, not its other buckets", async () => {
  const answers = [
    await api.call("POST", "/v1/events", { key: small.liveKey, body: "{no json" }),
    await send(small.liveKey, 1, { "Idempotency-Key": "spent" }),
    await send(small.liveKey, 1, { "Content-Type": "text/plain" }),
  ];
  for (const answer of answers) {
    expectProblem(answer, "rate_limited");
    expect(answer.headers.get("RateLimit-Policy")).toBe('"events";q=1000;w=1000');
    expect(left(answer.headers)?.[0]).toBe(0);
    expect(Number(answer.headers.get("Retry-After"))).toBeGreaterThan(0);
  }
});

test("other requests, the sandbox and other tenants go on", async () => {
  expect((await api.call("GET", "/v1/event-types", { key: small.liveKey })).status).toBe(200);
  expect((await send(small.testKey, 5)).status).toBe(202);
  const answer = await send(other.liveKey, 5);
  expect(answer.status).toBe(202);
  expect(answer.headers.get("RateLimit-Policy")).toContain('"events";q=20000;w=10');
});

test("who may not send events spends nothing of the quota", async () => {
  const reader = await api.makeKey(other.liveKey, ["events:read"]);
  const before = left((await send(other.liveKey, 1)).headers)?.[0] ?? 0;
  for (let n = 0; n < 3; n++) expectProblem(await send(reader, 1_000), "insufficient_scope");
  expect(left((await send(other.liveKey, 1)).headers)?.[0]).toBeGreaterThanOrEqual(before - 1);
});

test("records that are refused count too", async () => {
  const before = left((await send(small.testKey, 1)).headers)?.[0] ?? 0;
  const body = Array.from({ length: 400 }, () => ({}));
  const refused = await api.call("POST", "/v1/events", { key: small.testKey, body });
  expect(refused.status).toBe(422);
  expect(left(refused.headers)?.[0]).toBeLessThan(before - 300);
});
