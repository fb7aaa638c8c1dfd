import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Tenant, TenantCreated, TenantPage } from "../../api/schemas/tenant.ts";
import { makeApp, type TestApp } from "../harness/app.ts";
import { expectProblem } from "./expectProblem.ts";

let api: TestApp;
beforeAll(async () => {
  api = await makeApp();
});
afterAll(() => api.close());

const create = (body: unknown) =>
  api.call("POST", "/v1/operator/tenants", { key: api.deps.operatorKey, body });
const freshSlug = () => `op-${randomBytes(6).toString("hex")}`;

test("creates a tenant with a live and a test admin key", async () => {
  const slug = freshSlug();
  const made = await create({ name: "Acme", slug, placement: "pooled" });
  expect(made.status).toBe(201);
  expect(TenantCreated.parse(made.body)).toEqual(made.body);
  expect(made.body.tenant).toMatchObject({ name: "Acme", slug, mode: "live", placement: "pooled" });
  expect(made.body.tenant.id).toMatch(/^ten_/);
  expect(made.body.api_key.secret).toMatch(/^dfk_live_/);
  expect(made.body.test_api_key.secret).toMatch(/^dfk_test_/);
  for (const key of [made.body.api_key.secret, made.body.test_api_key.secret]) {
    expect((await api.call("GET", "/v1/api-keys", { key })).body.data).toHaveLength(1);
  }
});

test("a taken slug is a conflict, a malformed body is pointed at", async () => {
  const slug = freshSlug();
  expect((await create({ name: "One", slug })).status).toBe(201);
  expect(expectProblem(await create({ name: "Two", slug }), "conflict")[0]?.pointer).toBe("/slug");
  const errors = expectProblem(
    await create({ name: "", slug: "Not A Slug", placement: "moon" }),
    "unprocessable",
  );
  expect(errors.map(({ pointer }) => pointer).sort()).toEqual(["/name", "/placement", "/slug"]);
});

test("lists tenants page by page, the newest first", async () => {
  const slugs = [freshSlug(), freshSlug(), freshSlug()];
  for (const slug of slugs) await create({ name: slug, slug });
  const seen: string[] = [];
  let path: string | null = "/v1/operator/tenants?limit=2";
  while (path !== null && seen.length < 50) {
    const page = await api.call("GET", path, { key: api.deps.operatorKey });
    expect(TenantPage.parse(page.body)).toEqual(page.body);
    seen.push(...page.body.data.map((tenant: { slug: string }) => tenant.slug));
    const cursor: string | null = page.body.next_cursor;
    path = cursor === null ? null : `/v1/operator/tenants?limit=2&cursor=${cursor}`;
  }
  expect(new Set(seen).size).toBe(seen.length);
  expect(seen.filter((slug) => slugs.includes(slug))).toEqual([...slugs].reverse());
});

const change = (id: string, body: unknown) =>
  api.call("PATCH", `/v1/operator/tenants/${id}`, { key: api.deps.operatorKey, body });

test("changes a tenant's quota and its sandbox's, from the next request on", async () => {
  const tenant = await api.makeTenant();
  const quota = async (key: string) => {
    const body = { id: "c-1", type: "order.created", occurred_at: "2026-11-20T08:15:00Z", order_id: "O-1" };
    const { headers } = await api.call("POST", "/v1/events", { key, body });
    return /"events";q=(\d+);w=(\d+)/
      .exec(headers.get("RateLimit-Policy") ?? "")
      ?.slice(1)
      .map(Number);
  };
  expect(await quota(tenant.liveKey)).toEqual([20_000, 10]);
  const changed = await change(tenant.id, { events_per_second: 500 });
  expect(changed.status).toBe(200);
  expect(Tenant.parse(changed.body)).toEqual(changed.body);
  expect(changed.body).toMatchObject({ id: tenant.id, events_per_second: 500, status: "active" });
  expect(await quota(tenant.liveKey)).toEqual([5_000, 10]);
  expect(await quota(tenant.testKey)).toEqual([5_000, 10]);
  expect((await change(tenant.id, { events_per_second: null })).body.events_per_second).toBe(2_000);
  expect(await quota(tenant.liveKey)).toEqual([20_000, 10]);
});

test("a suspended tenant's credentials open nothing until it goes on, another's do", async () => {
  const [tenant, other] = await Promise.all([api.makeTenant(), api.makeTenant()]);
  const read = (key: string) => api.call("GET", "/v1/event-types", { key });
  expect((await read(tenant.liveKey)).status).toBe(200);
  expect((await change(tenant.id, { status: "suspended" })).body.status).toBe("suspended");
  expectProblem(await read(tenant.liveKey), "unauthenticated");
  expectProblem(await read(tenant.testKey), "unauthenticated");
  expect((await read(other.liveKey)).status).toBe(200);
  await change(tenant.id, { status: "active" });
  expect((await read(tenant.liveKey)).status).toBe(200);
});

test("a change of no tenant is 404, also by a sandbox's id; a wrong one is pointed at", async () => {
  const tenant = await api.makeTenant();
  for (const id of ["ten_none", tenant.sandbox.id])
    expectProblem(await change(id, { status: "suspended" }), "not_found");
  const wrong = { events_per_second: 0, status: "closed", placement: "dedicated" };
  const errors = expectProblem(await change(tenant.id, wrong), "unprocessable");
  expect(errors.map(({ pointer }) => pointer).sort()).toEqual([
    "/events_per_second",
    "/placement",
    "/status",
  ]);
  expect((await change(tenant.id, {})).body.events_per_second).toBe(2_000);
});
