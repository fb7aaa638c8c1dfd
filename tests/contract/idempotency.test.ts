import { sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Dfras } from "../../sdk/typescript/src/index.ts";
import { withSystem, withTenant } from "../../tenancy/database.ts";
import { createEgressPolicy, type EgressPolicy } from "../../webhooks/egress/policy.ts";
import { type Answer, makeApp, type TestApp, type TestTenant } from "../harness/app.ts";
import { waitFor } from "../harness/waitFor.ts";
import { expectProblem } from "./expectProblem.ts";

const HOOK = { url: "http://127.0.0.1:9/", event_types: ["failure.analyzed"] };
const open = createEgressPolicy({ allow: ["127.0.0.1"] });
/** Holds a request back in the middle of its work, until it is let go. */
let held: Promise<void> | undefined;
const egress: EgressPolicy = {
  ...open,
  checkUrl: async (url) => {
    await held;
    return open.checkUrl(url);
  },
};

let api: TestApp;
let tenant: TestTenant;
beforeAll(async () => {
  api = await makeApp({ egress });
});
afterAll(() => api.close());

let count = 0;
const newKey = () => `key-${process.pid}-${++count}`;
const post = (path: string, body: unknown, idempotencyKey: string, key = tenant.liveKey): Promise<Answer> =>
  api.call("POST", path, { key, body, headers: { "Idempotency-Key": idempotencyKey } });
const hook = (idempotencyKey: string, more: object = {}, key?: string) =>
  post("/v1/webhook-endpoints", { ...HOOK, ...more }, idempotencyKey, key);
const hooks = async (): Promise<number> =>
  (await api.call("GET", "/v1/webhook-endpoints?limit=100", { key: tenant.liveKey })).body.data.length;
const replayed = ({ headers }: Answer) => headers.get("Idempotency-Replayed");
const rows = <T extends Record<string, unknown>>(query: ReturnType<typeof sql>) =>
  withTenant(api.deps.db, tenant.id, (tx) => tx.execute<T>(query));

function hold(): () => void {
  let letGo = () => {};
  held = new Promise((resolve) => {
    letGo = resolve;
  });
  return () => {
    held = undefined;
    letGo();
  };
}

/** A request that is in the middle of its work. */
async function inFlight(key: string): Promise<{ answer: Promise<Answer>; letGo: () => void }> {
  const letGo = hold();
  const answer = hook(key);
  await waitFor(async () => (await rows(sql`SELECT FROM idempotency_keys WHERE status IS NULL`)).length > 0);
  return { answer, letGo };
}

const outliveLease = () =>
  rows(sql`UPDATE idempotency_keys SET leased_until = now() - interval '1 second' WHERE status IS NULL`);

beforeAll(async () => {
  tenant = await api.makeTenant();
});

describe("a repeat", () => {
  test("gets the first answer and does nothing", async () => {
    const key = newKey();
    const first = await hook(key);
    expect([first.status, replayed(first)]).toEqual([201, null]);
    const before = await hooks();
    const again = await hook(key);
    expect([again.status, again.body, replayed(again)]).toEqual([201, first.body, "true"]);
    expect(again.headers.get("Content-Type")).toBe(first.headers.get("Content-Type"));
    expect(await hooks()).toBe(before);
  });

  test("with another body, query or object is 422, and the first answer stays", async () => {
    const key = newKey();
    const first = await hook(key);
    expectProblem(await hook(key, { description: "other" }), "idempotency_key_reused");
    expectProblem(await post("/v1/webhook-endpoints?x=1", HOOK, key), "idempotency_key_reused");
    expect((await hook(key)).body).toEqual(first.body);
    const other = await hook(newKey());
    const rotate = newKey();
    const of = (id: string) => post(`/v1/webhook-endpoints/${id}/rotate-secret`, undefined, rotate);
    expect((await of(first.body.id)).status).toBe(200);
    expectProblem(await of(other.body.id), "idempotency_key_reused");
  });

  test("by another credential, of another tenant or on another route is a request of its own", async () => {
    const key = newKey();
    const first = await hook(key);
    const stranger = await api.makeTenant();
    const colleague = await api.makeKey(tenant.liveKey, ["webhooks:write"]);
    for (const credential of [colleague, stranger.liveKey, tenant.testKey]) {
      const own = await hook(key, {}, credential);
      expect([own.status, replayed(own)]).toEqual([201, null]);
      expect(own.body.id).not.toBe(first.body.id);
    }
    const other = await post("/v1/api-keys", { name: "x", scopes: ["events:read"] }, key);
    expect([other.status, replayed(other)]).toEqual([201, null]);
  });

  test("of a refusal gets the same refusal", async () => {
    const key = newKey();
    const refused = await hook(key, { url: "nowhere" });
    expectProblem(refused, "unprocessable");
    const again = await hook(key, { url: "nowhere" });
    expect([again.body, replayed(again)]).toEqual([refused.body, "true"]);
  });

  test("after 24 hours is a new request", async () => {
    const key = newKey();
    const first = await hook(key);
    await rows(sql`UPDATE idempotency_keys SET created_at = now() - interval '24 hours 1 second'`);
    const later = await hook(key, { description: "other" });
    expect([later.status, replayed(later)]).toEqual([201, null]);
    expect(later.body.id).not.toBe(first.body.id);
  });

  test("of the SDK, whose first answer was lost, makes nothing twice", async () => {
    let lost = 0;
    const client = new Dfras({
      apiKey: tenant.liveKey,
      baseUrl: "http://dfras.test",
      fetch: async (input, init) => {
        const response = await api.app.request(String(input), init);
        if (init?.method !== "POST" || lost++ > 0) return response;
        throw new TypeError("the connection broke after the request was done");
      },
    });
    const before = (await api.call("GET", "/v1/api-keys", { key: tenant.liveKey })).body.data.length;
    const { data, response, attempts } = await client.apiKeys
      .create({ name: "once", scopes: ["events:read"] })
      .withResponse();
    expect([attempts, response.headers.get("Idempotency-Replayed")]).toEqual([2, "true"]);
    expect((await api.call("GET", "/v1/events", { key: data.secret })).status).toBe(200);
    expect((await api.call("GET", "/v1/api-keys", { key: tenant.liveKey })).body.data).toHaveLength(
      before + 1,
    );
  });
});

describe("while the first is in flight", () => {
  test("a repeat is 409 and says when to come back; then it gets the answer", async () => {
    const key = newKey();
    const { answer, letGo } = await inFlight(key);
    const early = await hook(key);
    expectProblem(early, "request_in_flight");
    expect(Number(early.headers.get("Retry-After"))).toBeGreaterThan(0);
    expect(Number(early.headers.get("Retry-After"))).toBeLessThanOrEqual(30);
    expectProblem(await hook(key, { description: "other" }), "idempotency_key_reused");
    letGo();
    const first = await answer;
    expect(first.status).toBe(201);
    const late = await hook(key);
    expect([late.body, replayed(late)]).toEqual([first.body, "true"]);
  });

  test("many at once do the work once", async () => {
    const key = newKey();
    const before = await hooks();
    const answers = await Promise.all(Array.from({ length: 12 }, () => hook(key)));
    const done = answers.filter(({ status }) => status === 201);
    expect(new Set(done.map(({ body }) => body.id)).size).toBe(1);
    expect(answers.filter(({ status }) => status === 409).length).toBe(12 - done.length);
    expect(await hooks()).toBe(before + 1);
  });

  test("an attempt that died gives up its place after its time, and its work never happened", async () => {
    const key = newKey();
    const before = await hooks();
    const { answer, letGo } = await inFlight(key);
    await outliveLease();
    held = undefined;
    const second = await hook(key);
    expect([second.status, replayed(second)]).toEqual([201, null]);
    letGo();
    // The first was only slow: what it did is undone, since its place was taken.
    expectProblem(await answer, "unavailable");
    expect(await hooks()).toBe(before + 1);
    expect((await hook(key)).body).toEqual(second.body);
  });
});

describe("what is kept", () => {
  test("holds no secret in clear, nor the key", async () => {
    const key = newKey();
    const { body } = await hook(key);
    const made = await post("/v1/api-keys", { name: "x", scopes: ["events:read"] }, key);
    const kept = JSON.stringify(await rows(sql`SELECT * FROM idempotency_keys`));
    expect(kept).toContain(tenant.id);
    for (const secret of [body.secret, made.body.secret, made.body.secret.split("_")[3], key, body.id])
      expect(kept).not.toContain(secret);
  });

  test("is nothing without the header", async () => {
    const before = (await rows(sql`SELECT FROM idempotency_keys`)).length;
    await api.call("POST", "/v1/webhook-endpoints", { key: tenant.liveKey, body: HOOK });
    expect(await rows(sql`SELECT FROM idempotency_keys`)).toHaveLength(before);
  });

  test("the operator's requests are kept apart", async () => {
    const key = newKey();
    const slug = `idem-${process.pid}-${Date.now().toString(36)}`;
    const make = () =>
      post("/v1/operator/tenants", { name: slug, slug, placement: "pooled" }, key, api.deps.operatorKey);
    const first = await make();
    const again = await make();
    expect([first.status, again.body, replayed(again)]).toEqual([201, first.body, "true"]);
    const visible = await withSystem(api.deps.db, "test", (tx) =>
      tx.execute(
        sql`SELECT DISTINCT tenant_id FROM idempotency_keys WHERE created_at > now() - interval '1 hour'`,
      ),
    );
    expect([...visible]).toEqual([{ tenant_id: "operator" }]);
    expect((await api.call("GET", "/v1/webhook-endpoints", { key: first.body.api_key.secret })).status).toBe(
      200,
    );
  });
});

describe("the key", () => {
  test.each(["", "k".repeat(256), "a b", "ä", '"open', '""', "a, b"])("%j is refused", async (key) => {
    const errors = expectProblem(await hook(Buffer.from(key).toString("latin1")), "invalid_request");
    expect(errors[0]).toMatchObject({ pointer: "/idempotency-key", code: "invalid_format" });
  });

  test("may be 255 characters, and in quotes as in the draft", async () => {
    const key = newKey().padEnd(255, "~");
    const first = await hook(`"${key}"`);
    const again = await hook(key);
    expect([first.status, again.body, replayed(again)]).toEqual([201, first.body, "true"]);
  });
});
