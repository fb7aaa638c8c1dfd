import { afterAll, beforeAll, expect, test } from "vitest";
import { ApiKeyPage, ApiKeyWithSecret } from "../../api/schemas/apiKey.ts";
import { makeApp, type TestApp } from "../harness/app.ts";
import { expectProblem } from "./expectProblem.ts";

let api: TestApp;
let key: string;
beforeAll(async () => {
  api = await makeApp();
  key = (await api.makeTenant()).liveKey;
});
afterAll(() => api.close());

const create = (body: unknown, by = key) => api.call("POST", "/v1/api-keys", { key: by, body });

test("a created key works, is listed without its secret, and stops at once when revoked", async () => {
  const made = await create({ name: "sender", scopes: ["events:read"], sources: ["wms"] });
  expect(made.status).toBe(201);
  expect(ApiKeyWithSecret.parse(made.body)).toEqual(made.body);
  const use = () => api.call("GET", "/v1/event-types", { key: made.body.secret });
  expect((await use()).status).toBe(200);

  const page = await api.call("GET", "/v1/api-keys", { key });
  expect(ApiKeyPage.parse(page.body)).toEqual(page.body);
  expect(page.body.data[0]).toMatchObject({
    id: made.body.id,
    name: "sender",
    sources: ["wms"],
    revoked_at: null,
  });
  expect(JSON.stringify(page.body)).not.toContain(made.body.secret);

  expect((await api.call("DELETE", `/v1/api-keys/${made.body.id}`, { key })).status).toBe(204);
  expectProblem(await use(), "unauthenticated");
  expectProblem(await api.call("DELETE", "/v1/api-keys/key_none", { key }), "not_found");
});

test("an expired key opens nothing", async () => {
  const made = await create({ name: "old", scopes: ["events:read"], expires_at: "2020-01-01T00:00:00Z" });
  expectProblem(await api.call("GET", "/v1/event-types", { key: made.body.secret }), "unauthenticated");
});

test("nobody hands out more than they have", async () => {
  const small = await api.makeKey(key, ["api-keys:write", "events:read"]);
  expect((await create({ name: "same", scopes: ["events:read"] }, small)).status).toBe(201);
  expectProblem(await create({ name: "more", scopes: ["events:write"] }, small), "insufficient_scope");
});

test("a body that does not fit is refused with pointers", async () => {
  const errors = expectProblem(
    await create({ name: "x", scopes: ["everything"], expires_at: "soon" }),
    "unprocessable",
  );
  expect(errors.map(({ pointer }) => pointer).sort()).toEqual(["/expires_at", "/scopes/0"]);
});
