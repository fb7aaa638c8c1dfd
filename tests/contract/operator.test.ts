import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { TenantCreated, TenantPage } from "../../api/schemas/tenant.ts";
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
