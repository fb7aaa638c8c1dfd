import { gunzipSync } from "node:zlib";
import { pino } from "pino";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { PROBLEM_CODES } from "../../api/http/problem.ts";
import { createWarehouse } from "../../warehouse/client.ts";
import { makeApp, type TestApp, type TestTenant } from "../harness/app.ts";
import { expectProblem } from "./expectProblem.ts";

let api: TestApp;
let tenant: TestTenant;
beforeAll(async () => {
  api = await makeApp();
  tenant = await api.makeTenant();
});
afterAll(() => api.close());

describe("every answer", () => {
  test("carries the caller's Request-Id or one of its own", async () => {
    const given = await api.call("GET", "/healthz", { headers: { "Request-Id": "abc-12345" } });
    expect(given.headers.get("Request-Id")).toBe("abc-12345");
    const minted = await api.call("GET", "/nowhere", { headers: { "Request-Id": "<script>" } });
    expect(minted.headers.get("Request-Id")).toMatch(/^req_[0-9a-f]{32}$/);
  });

  test("carries the security headers, and lets browsers of any origin call", async () => {
    const { headers } = await api.call("GET", "/healthz");
    expect(headers.get("X-Content-Type-Options")).toBe("nosniff");
    expect(headers.get("Content-Security-Policy")).toContain("default-src 'none'");
    const preflight = await api.call("OPTIONS", "/v1/events", {
      headers: { Origin: "https://shop.example" },
    });
    expect(preflight.status).toBe(204);
    expect(preflight.headers.get("Access-Control-Allow-Origin")).toBe("*");
    expect(preflight.headers.get("Access-Control-Allow-Headers")).toContain("Authorization");
  });
});

describe("problems", () => {
  test("unknown paths are 404, known paths with another method 405 with Allow", async () => {
    const key = tenant.liveKey;
    expectProblem(await api.call("GET", "/nowhere"), "not_found");
    expectProblem(await api.call("GET", "/v1/nowhere", { key }), "not_found");
    const wrong = await api.call("PUT", "/v1/webhook-endpoints/wep_x", { key });
    expectProblem(wrong, "method_not_allowed");
    expect(wrong.headers.get("Allow")).toBe("DELETE, GET, HEAD, PATCH");
    expect((await api.call("DELETE", "/healthz")).headers.get("Allow")).toBe("GET, HEAD");
  });

  test("every type leads to a page", async () => {
    for (const code of PROBLEM_CODES) {
      const page = await api.call("GET", `/problems/${code}`);
      expect(page.status).toBe(200);
      expect(page.body).toContain(code);
    }
  });

  test("401 says how to authenticate", async () => {
    const answer = await api.call("GET", "/v1/failures");
    expectProblem(answer, "unauthenticated");
    expect(answer.headers.get("WWW-Authenticate")).toMatch(/^Bearer/);
  });

  test("bodies: not JSON 400, other type 415, too large 413, not its schema 422 with pointers", async () => {
    const send = (body: unknown, headers = {}) =>
      api.call("POST", "/v1/webhook-endpoints", { key: tenant.liveKey, body, headers });
    expectProblem(await send("{nope"), "invalid_request");
    expectProblem(
      await send("a=b", { "Content-Type": "application/x-www-form-urlencoded" }),
      "unsupported_media_type",
    );
    expectProblem(await send("x".repeat(5_000_001)), "too_large");
    const errors = expectProblem(await send({ url: 7, event_types: ["no.such"], extra: 1 }), "unprocessable");
    expect(errors).toContainEqual(expect.objectContaining({ pointer: "/url", code: "invalid_type" }));
    expect(errors).toContainEqual(expect.objectContaining({ pointer: "/event_types/0" }));
    expect(errors).toContainEqual(expect.objectContaining({ pointer: "/extra", code: "unknown_field" }));
    const nothing = await api.call("POST", "/v1/webhook-endpoints", { key: tenant.liveKey });
    expect(expectProblem(nothing, "unprocessable")).toContainEqual(
      expect.objectContaining({ pointer: "/url", code: "required" }),
    );
  });

  test.each([
    ["limit=0", "/limit"],
    ["limit=101", "/limit"],
    ["limit=x", "/limit"],
    ["cursor=bm8.bm8", "/cursor"],
    ["from=yesterday", "/from"],
    ["to=2026-02-30T00:00:00Z", "/to"],
    ["from=now&to=-1d", "/from"],
    ["kind=sad", "/kind"],
    ["confidence_min=2", "/confidence_min"],
  ])("a list refuses ?%s and points at it", async (query, pointer) => {
    const errors = expectProblem(
      await api.call("GET", `/v1/failures?${query}`, { key: tenant.liveKey }),
      "invalid_request",
    );
    expect(errors[0]?.pointer).toBe(pointer);
  });
});

describe("quotas, caching, compression", () => {
  test("reads have an ETag and answer 304 to it", async () => {
    const key = tenant.liveKey;
    const first = await api.call("GET", "/v1/event-types", { key });
    const etag = first.headers.get("ETag") ?? "";
    const again = await api.call("GET", "/v1/event-types", { key, headers: { "If-None-Match": etag } });
    expect([again.status, again.body]).toEqual([304, ""]);
    expect(again.headers.get("Request-Id")).toBeTruthy();
    expect(first.headers.get("Cache-Control")).toBe("private, no-cache");
  });

  test("answers are compressed for those who take gzip", async () => {
    const headers = { Authorization: `Bearer ${tenant.liveKey}`, "Accept-Encoding": "gzip" };
    const answer = await api.app.request("/v1/event-types", { headers });
    expect(answer.headers.get("Content-Encoding")).toBe("gzip");
    const text = gunzipSync(Buffer.from(await answer.arrayBuffer())).toString();
    expect(JSON.parse(text).data.length).toBeGreaterThan(20);
  });
});

describe("faults", () => {
  test("an unknown error is opaque", async () => {
    const broken = await makeApp({ readiness: () => Promise.reject(new Error("password=hunter2")) });
    const answer = await broken.call("GET", "/readyz");
    expectProblem(answer, "internal");
    expect(JSON.stringify(answer.body)).not.toContain("hunter2");
    await broken.close();
  });

  test("a store that is away is 503 with Retry-After", async () => {
    const away = await makeApp();
    const { liveKey: key } = await away.makeTenant();
    const warehouse = createWarehouse({ url: "http://127.0.0.1:1", log: pino({ level: "silent" }) });
    const blind = await makeApp({ ...away.deps, warehouse });
    const answer = await blind.call("GET", "/v1/failures", { key });
    expectProblem(answer, "unavailable");
    expect(answer.headers.get("Retry-After")).toBeTruthy();
    await away.close();
  });
});
