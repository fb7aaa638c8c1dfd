import { afterAll, beforeAll, expect, test } from "vitest";
import { Model, ModelFit, ModelList } from "../../api/schemas/model.ts";
import { makeApp, type TestApp, type TestTenant } from "../harness/app.ts";
import { seedModel, WORSE } from "../harness/seedRegistry.ts";
import { expectProblem } from "./expectProblem.ts";

let api: TestApp;
let tenant: TestTenant;
const get = (path: string) => api.call("GET", path, { key: tenant.liveKey });
const promote = (id: string) => api.call("POST", `/v1/models/${id}/promote`, { key: tenant.liveKey });
const statuses = async () =>
  Object.fromEntries(
    (await get("/v1/models")).body.data.map(({ id, status }: { id: string; status: string }) => [id, status]),
  );

beforeAll(async () => {
  api = await makeApp();
  tenant = await api.makeTenant();
});
afterAll(() => api.close());

test("the experts' model is in force until another is", async () => {
  const { status, body } = await get("/v1/models");
  expect(status).toBe(200);
  expect(ModelList.parse(body)).toEqual(body);
  expect(await statuses()).toEqual({ mdl_expert: "active" });
  const fit = await api.call("POST", "/v1/models", { key: tenant.liveKey });
  expect(fit.status).toBe(202);
  expect(ModelFit.parse(fit.body)).toEqual(fit.body);
});

test("one at most is in force; what was can be gone back to, also to the experts'", async () => {
  await seedModel(api.deps.db, tenant.live, { id: "mdl_1", number: 1 });
  await seedModel(api.deps.db, tenant.live, { id: "mdl_2", number: 2 });
  const { status, body } = await promote("mdl_1");
  expect(status).toBe(200);
  expect(Model.parse(body)).toEqual(body);
  expect(body).toMatchObject({ id: "mdl_1", version: "attr-1", status: "active" });
  expect(body.promoted_by).toMatch(/^key_/);
  await promote("mdl_2");
  expect(await statuses()).toEqual({ mdl_2: "active", mdl_1: "retired", mdl_expert: "retired" });
  expect((await promote("mdl_1")).body.status).toBe("active");
  expect((await promote("mdl_expert")).body).toMatchObject({ status: "active", metrics: null });
  expect(await statuses()).toEqual({ mdl_2: "retired", mdl_1: "retired", mdl_expert: "active" });
});

test("a candidate that does no better is refused, and an unknown one not found", async () => {
  await seedModel(api.deps.db, tenant.live, { id: "mdl_3", number: 3, metrics: { ...WORSE } });
  expectProblem(await promote("mdl_3"), "conflict");
  const { body } = await get("/v1/models/mdl_3/info");
  expect(body).toMatchObject({ status: "candidate", metrics: { log_loss: 0.9 } });
  expect(body.compared_with).toMatchObject({ version: "expert-1", metrics: { log_loss: 0.7 } });
  expectProblem(await get("/v1/models/mdl_none/info"), "not_found");
  expectProblem(await promote("mdl_none"), "not_found");
});
