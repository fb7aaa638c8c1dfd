import { afterEach, expect, test } from "vitest";
import { DEFAULT_RATES } from "../../api/http/rates.ts";
import type { RateLimiter } from "../../tenancy/ports.ts";
import { type Answer, makeApp, type TestApp } from "../harness/app.ts";
import { expectProblem } from "./expectProblem.ts";

const opened: TestApp[] = [];
afterEach(async () => {
  for (const api of opened.splice(0)) await api.close();
});
const open = async (...more: Parameters<typeof makeApp>) => {
  const api = await makeApp(...more);
  opened.push(api);
  return api;
};
const tight = (name: string, limit: number) => ({ name, limit, windowSeconds: 600 });
/** `RateLimit`'s items by policy. */
function left({ headers }: Answer): Record<string, { r: number; t: number }> {
  const items = (headers.get("RateLimit") ?? "").split(", ").map((item) => {
    const [, name = "", r, t] = /^"(\w+)";r=(\d+);t=(\d+)$/.exec(item) ?? [];
    return [name, { r: Number(r), t: Number(t) }] as const;
  });
  return Object.fromEntries(items);
}

test("every answer to a known key says what is left for its class of routes and its tenant", async () => {
  const api = await open();
  const { liveKey: key } = await api.makeTenant();
  const answers = [
    [200, await api.call("GET", "/v1/event-types", { key })],
    [404, await api.call("GET", "/v1/events/evt_none", { key })],
    [404, await api.call("GET", "/v1/nowhere", { key })],
    [405, await api.call("PUT", "/v1/event-types", { key })],
    [400, await api.call("GET", "/v1/failures?limit=0", { key })],
    [422, await api.call("POST", "/v1/webhook-endpoints", { key, body: { url: 7 } })],
    [415, await api.call("POST", "/v1/api-keys", { key, body: "x", headers: { "Content-Type": "a/b" } })],
    [422, await api.call("POST", "/v1/events", { key, body: [{}] })],
  ] as const;
  const classes = ["read", "read", "read", "write", "read", "write", "auth", "ingest"] as const;
  for (const [n, [status, answer]] of answers.entries()) {
    const name = classes[n] ?? "read";
    expect(answer.status).toBe(status);
    expect(Object.keys(left(answer))).toEqual(
      name === "ingest" ? [name, "tenant", "events"] : [name, "tenant"],
    );
    const quota = ({ name, limit, windowSeconds }: (typeof DEFAULT_RATES)["read"]) =>
      `"${name}";q=${limit};w=${windowSeconds}`;
    const policies = `${quota(DEFAULT_RATES[name])}, ${quota(DEFAULT_RATES.tenant)}`;
    expect(answer.headers.get("RateLimit-Policy")?.startsWith(policies)).toBe(true);
    expect(
      [...answer.headers.keys()].filter((header) => /x-rate|ratelimit-(limit|rem|res)/.test(header)),
    ).toEqual([]);
  }
});

test("operators, health and requests without a key have no quota and say nothing of one", async () => {
  const api = await open();
  for (const answer of [
    await api.call("GET", "/v1/operator/tenants", { key: api.deps.operatorKey }),
    await api.call("GET", "/healthz"),
    await api.call("GET", "/v1/event-types"),
  ]) {
    expect(answer.headers.get("RateLimit")).toBeNull();
    expect(answer.headers.get("RateLimit-Policy")).toBeNull();
  }
});

test("a spent class is 429, as the draft says, and leaves other classes, keys and tenants alone", async () => {
  const api = await open({ rates: { read: tight("read", 3) } });
  const { liveKey: key, testKey } = await api.makeTenant();
  const other = await api.makeKey(key, ["events:read"]);
  const read = (key: string) => api.call("GET", "/v1/event-types", { key });
  const seen = [await read(key), await read(key), await read(key)];
  expect(seen.map((answer) => left(answer)["read"]?.r)).toEqual([2, 1, 0]);
  const spent = await read(key);
  expectProblem(spent, "rate_limited");
  expect(spent.body).toMatchObject({ retryable: true, "violated-policies": ["read"] });
  expect(spent.headers.get("RateLimit-Policy")).toContain('"read";q=3;w=600');
  const { r, t } = left(spent)["read"] ?? {};
  expect(r).toBe(0);
  expect(Number(spent.headers.get("Retry-After"))).toBeGreaterThanOrEqual(t ?? Number.POSITIVE_INFINITY);
  expect((await api.call("DELETE", "/v1/webhook-endpoints/wep_none", { key })).status).toBe(404);
  expect((await read(other)).status).toBe(200);
  expect((await read(testKey)).status).toBe(200);
});

test("more keys are not more requests, and a refused key takes nothing from its tenant", async () => {
  const api = await open({ rates: { read: tight("read", 4), tenant: tight("tenant", 8) } });
  const { liveKey: key } = await api.makeTenant();
  // Takes one of the tenant's eight.
  const other = await api.makeKey(key, ["events:read"]);
  const read = (key: string) => api.call("GET", "/v1/event-types", { key });
  const statuses = async (key: string, times: number) => {
    const answers: Answer[] = [];
    for (let n = 0; n < times; n++) answers.push(await read(key));
    return answers;
  };
  expect((await statuses(key, 9)).filter(({ status }) => status === 200)).toHaveLength(4);
  const rest = await statuses(other, 4);
  expect(rest.map(({ status }) => status)).toEqual([200, 200, 200, 429]);
  const last = rest.at(-1);
  expect(last?.body["violated-policies"]).toEqual(["tenant"]);
  expect(Object.keys(last ? left(last) : {})).toEqual(["read", "tenant"]);
});

test("two tenants' keys never share a bucket", async () => {
  const asked: string[] = [];
  const limiter: RateLimiter = {
    take: async ({ name, limit }, key) => {
      asked.push(`${name} ${key}`);
      return { allowed: true, limit, remaining: 1, resetSeconds: 1 };
    },
    close: async () => {},
  };
  const api = await open({ limiter });
  const [one, other] = [await api.makeTenant(), await api.makeTenant()];
  for (const { liveKey: key } of [one, other]) await api.call("GET", "/v1/event-types", { key });
  expect(asked[0]).toMatch(new RegExp(`^read ${one.id}:key_`));
  expect(asked[1]).toBe(`tenant ${one.id}`);
  expect(asked[2]).toMatch(new RegExp(`^read ${other.id}:key_`));
  expect(new Set(asked).size).toBe(4);
});
