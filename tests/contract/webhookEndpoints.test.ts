import { afterAll, beforeAll, expect, test } from "vitest";
import {
  WebhookEndpoint,
  WebhookEndpointPage,
  WebhookEndpointWithSecret,
} from "../../api/schemas/webhookEndpoint.ts";
import { makeApp, type TestApp } from "../harness/app.ts";
import { expectProblem } from "./expectProblem.ts";

let api: TestApp;
let key: string;
beforeAll(async () => {
  api = await makeApp();
  key = (await api.makeTenant()).liveKey;
});
afterAll(() => api.close());

const PATH = "/v1/webhook-endpoints";
const create = (body: object) =>
  api.call("POST", PATH, { key, body: { event_types: ["failure.analyzed"], ...body } });

test("an endpoint is created with its secret, read without it, changed, rotated and removed", async () => {
  const made = await create({ url: "http://127.0.0.1:9/hook" });
  expect(made.status).toBe(201);
  expect(WebhookEndpointWithSecret.parse(made.body)).toEqual(made.body);
  expect(made.body).toMatchObject({ enabled: true, disabled_reason: null, description: "" });
  const path = `${PATH}/${made.body.id}`;

  const read = await api.call("GET", path, { key });
  expect(WebhookEndpoint.parse(read.body)).toEqual(read.body);
  expect(JSON.stringify(read.body)).not.toContain("whsec_");

  const patched = await api.call("PATCH", path, { key, body: { description: "ours", enabled: false } });
  expect(patched.body).toMatchObject({ description: "ours", enabled: false, url: made.body.url });

  const rotated = await api.call("POST", `${path}/rotate-secret`, { key });
  expect(rotated.status).toBe(200);
  expect(rotated.body.secret).toMatch(/^whsec_/);
  expect(rotated.body.secret).not.toBe(made.body.secret);

  expect((await api.call("DELETE", path, { key })).status).toBe(204);
  expectProblem(await api.call("GET", path, { key }), "not_found");
});

test("lists page by page, the newest first", async () => {
  for (const n of [1, 2, 3]) await create({ url: `http://127.0.0.1:9/${n}` });
  const first = await api.call("GET", `${PATH}?limit=2`, { key });
  expect(WebhookEndpointPage.parse(first.body)).toEqual(first.body);
  const second = await api.call("GET", `${PATH}?limit=2&cursor=${first.body.next_cursor}`, { key });
  const urls = [...first.body.data, ...second.body.data].map(({ url }: { url: string }) => url);
  expect(urls).toEqual([3, 2, 1].map((n) => `http://127.0.0.1:9/${n}`));
  expect(second.body.next_cursor).toBeNull();
});

test.each([
  ["a private address", { url: "https://10.0.0.1/hook" }, "/url"],
  ["plain http to a public one", { url: "http://93.184.216.34/hook" }, "/url"],
  ["no URL at all", { url: "nope" }, "/url"],
  ["an unknown type", { url: "http://127.0.0.1:9/", event_types: ["order.created"] }, "/event_types/0"],
  ["no type", { url: "http://127.0.0.1:9/", event_types: [] }, "/event_types"],
])("refuses %s", async (_, body, pointer) => {
  expect(expectProblem(await create(body), "unprocessable")[0]?.pointer).toBe(pointer);
});

test("changing nothing, or what is not there, is refused", async () => {
  const made = await create({ url: "http://127.0.0.1:9/hook" });
  expectProblem(await api.call("PATCH", `${PATH}/${made.body.id}`, { key, body: {} }), "invalid_request");
  expectProblem(await api.call("PATCH", `${PATH}/wep_none`, { key, body: { enabled: false } }), "not_found");
});
