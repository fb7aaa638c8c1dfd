import { afterEach, expect, test } from "vitest";
import { type Handler, json, refuse, startServer, type TestServer } from "../../testing/server.ts";
import { Dfras } from "../client.ts";
import {
  ApiError,
  ConflictError,
  ConnectionError,
  RateLimitError,
  ServerError,
  toApiError,
} from "./errors.ts";
import type { ClientOptions, LogEntry } from "./options.ts";
import { backoff, pauseAfter, readRetryAfter } from "./retry.ts";

let server: TestServer | undefined;
afterEach(async () => {
  await server?.close();
  server = undefined;
});

async function serve(handle: Handler, options: Partial<ClientOptions> = {}) {
  server = await startServer(handle);
  const log: LogEntry[] = [];
  const client = new Dfras({
    apiKey: "key",
    baseUrl: server.baseUrl,
    log: (entry) => log.push(entry),
    ...options,
  });
  return { server, client, log };
}
const failureOf = (promise: PromiseLike<unknown>) =>
  Promise.resolve(promise).then(
    () => undefined,
    (error) => error,
  );

test("429 is tried again after Retry-After", async () => {
  const { client, log } = await serve((_, response, number) =>
    number === 1 ? refuse(response, 429, {}, { "retry-after": "0.3" }) : json(response, { id: "fal_1" }),
  );
  const { data, attempts } = await client.failures.retrieve("fal_1").withResponse();
  expect([data.id, attempts]).toEqual(["fal_1", 2]);
  expect(log.find(({ event }) => event === "retry")?.delayMs).toBeGreaterThanOrEqual(300);
});

test("429 without Retry-After waits for the quota that RateLimit says is spent", async () => {
  const headers = { ratelimit: '"burst";r=5;t=40, "requests";r=0;t=1' };
  const { client, log } = await serve((_, response, number) =>
    number === 1 ? refuse(response, 429, {}, headers) : json(response, { id: "fal_1" }),
  );
  await client.failures.retrieve("fal_1");
  expect(log.find(({ event }) => event === "retry")?.delayMs).toBeGreaterThanOrEqual(1000);
});

test("a wait of more than a minute is the caller's to decide: a typed error with the seconds, at once", async () => {
  const { client, server } = await serve((_, response) =>
    refuse(response, 429, { code: "rate_limited", retryable: true }, { "retry-after": "86400" }),
  );
  const error = await failureOf(client.failures.retrieve("fal_1"));
  expect(error).toBeInstanceOf(RateLimitError);
  expect(error).toMatchObject({ retryAfter: 86_400, code: "rate_limited", requestId: "req_no", status: 429 });
  expect(server.requests).toHaveLength(1);
});

test("5xx and 408 are tried again, a status that is the request's fault is not", async () => {
  for (const [status, attempts] of [
    [408, 2],
    [500, 2],
    [503, 2],
    [400, 1],
    [404, 1],
    [422, 1],
  ] as const) {
    const { client, server } = await serve((_, response) =>
      refuse(response, status, {}, { "retry-after": "0" }),
    );
    const error = await failureOf(client.withOptions({ maxRetries: 1 }).failures.retrieve("x"));
    expect(error).toBeInstanceOf(ApiError);
    expect([status, server.requests.length]).toEqual([status, attempts]);
    await server.close();
  }
});

test("409 is tried again only when the API says that it may pass; 501 never", async () => {
  const at = { "retry-after": "0" };
  const { client, server } = await serve((request, response, number) => {
    if (request.url.endsWith("/flying")) {
      return number === 1 ? refuse(response, 409, { retryable: true }, at) : json(response, {});
    }
    return refuse(response, request.url.endsWith("/missing") ? 501 : 409, { retryable: false }, at);
  });
  await client.failures.retrieve("flying");
  expect(server.requests).toHaveLength(2);
  expect(await failureOf(client.failures.retrieve("other"))).toBeInstanceOf(ConflictError);
  expect(await failureOf(client.failures.retrieve("missing"))).toBeInstanceOf(ServerError);
  expect(server.requests).toHaveLength(4);
});

test("a connection that breaks is tried again; none at all is a ConnectionError with its cause", async () => {
  const { client, server } = await serve((_, response, number) =>
    number === 1 ? response.destroy() : json(response, { id: "fal_1" }),
  );
  expect((await client.failures.retrieve("fal_1")).id).toBe("fal_1");
  expect(server.requests).toHaveLength(2);
  await server.close();
  const error = await failureOf(client.failures.retrieve("fal_1", { maxRetries: 0 }));
  expect(error).toBeInstanceOf(ConnectionError);
  expect(error).toMatchObject({ retryable: true, cause: expect.anything() });
});

test("maxRetries 0 stays 0, of the client and of the call", async () => {
  const { client, server } = await serve((_, response) => refuse(response, 503, {}, { "retry-after": "0" }));
  await failureOf(client.withOptions({ maxRetries: 0 }).failures.retrieve("x"));
  await failureOf(client.failures.retrieve("x", { maxRetries: 0 }));
  expect(server.requests).toHaveLength(2);
  await failureOf(client.failures.retrieve("x"));
  expect(server.requests).toHaveLength(5);
});

test("each POST carries a key of its own, the same over its attempts; events carry none", async () => {
  const { client, server } = await serve((_, response, number) =>
    number === 1 ? refuse(response, 503, {}, { "retry-after": "0" }) : json(response, { results: [] }),
  );
  const body = { name: "a", scopes: ["events:write" as const] };
  await client.apiKeys.create(body);
  await client.apiKeys.create(body);
  await client.apiKeys.create(body, { idempotencyKey: "mine" });
  await client.events.send({ id: "1", type: "order.created", occurred_at: new Date() });
  await client.failures.retrieve("x");
  const keys = server.requests.map(({ headers }) => headers["idempotency-key"]);
  expect(keys[0]).toMatch(/^[0-9a-f]{32}$/);
  expect(keys[1]).toBe(keys[0]);
  expect(keys[2]).not.toBe(keys[0]);
  expect(keys.slice(3)).toEqual(["mine", undefined, undefined]);
});

test("attempts are told apart: by a header, and to the log without credentials", async () => {
  const { client, server, log } = await serve((_, response, number) =>
    number === 1 ? refuse(response, 500, {}, { "retry-after": "0" }) : json(response, {}),
  );
  await client.failures.retrieve("x");
  expect(server.requests.map(({ headers }) => headers["dfras-attempt"])).toEqual(["1", "2"]);
  expect(server.requests[0]?.headers["user-agent"]).toMatch(/^dfras-typescript\//);
  expect(log.map(({ event, attempt }) => [event, attempt])).toEqual([
    ["response", 1],
    ["retry", 1],
    ["response", 2],
  ]);
  expect(JSON.stringify(log)).not.toContain("Bearer");
});

test("Retry-After may be a date; nonsense is no wait; a number too large for a timer is not waited for", () => {
  const now = Date.parse("2026-11-20T10:00:00Z");
  const read = (value: string) => readRetryAfter(new Headers({ "retry-after": value }), now);
  expect(read("Fri, 20 Nov 2026 10:00:30 GMT")).toBe(30);
  expect(read("Fri, 20 Nov 2026 09:00:00 GMT")).toBe(0);
  expect(read("soon")).toBeUndefined();
  expect(readRetryAfter(new Headers({ ratelimit: '"requests";r=3;t=9' }))).toBeUndefined();
  const refusal = { status: 429, headers: new Headers(), problem: {}, retryAfter: read("99999999999") };
  expect(pauseAfter(toApiError(refusal), 1)).toBeUndefined();
});

test("pauses grow to eight seconds and are never the same", () => {
  for (const [attempt, most] of [
    [1, 500],
    [2, 1000],
    [4, 4000],
    [5, 8000],
    [40, 8000],
  ] as const) {
    const pauses = Array.from({ length: 50 }, () => backoff(attempt));
    expect(Math.min(...pauses)).toBeGreaterThanOrEqual(most / 2);
    expect(Math.max(...pauses)).toBeLessThanOrEqual(most);
    expect(new Set(pauses).size).toBeGreaterThan(1);
  }
});
