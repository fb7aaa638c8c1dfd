import { afterAll, beforeAll, expect, test } from "vitest";
import { FailureFeedback, Reanalysis } from "../../api/schemas/failure.ts";
import { makeApp, type TestApp, type TestTenant } from "../harness/app.ts";
import { ANALYSED, seedFailure } from "../harness/seedRows.ts";
import { expectProblem } from "./expectProblem.ts";

let api: TestApp;
let tenant: TestTenant;
const path = "/v1/failures/fal_known";
const post = (to: string, body?: unknown, key = tenant.liveKey) => api.call("POST", to, { key, body });

beforeAll(async () => {
  api = await makeApp();
  tenant = await api.makeTenant();
  await seedFailure(api.deps.warehouse, tenant.live, {
    failure_id: "fal_known",
    ...ANALYSED,
    aliases: ["fal_merged"],
  });
  await seedFailure(api.deps.warehouse, tenant.live, { failure_id: "fal_gone", status: "withdrawn" });
});
afterAll(() => api.close());

test("what is confirmed can be read at once, in the shape of the contract, and withdrawn", async () => {
  const body = { confirmed_cause: "warehouse.capacity", by: "ops-7", note: "dock full" };
  const given = await post(`${path}/feedback`, body);
  expect(given.status).toBe(200);
  expect(FailureFeedback.parse(given.body)).toEqual(given.body);
  const { body: failure } = await api.call("GET", path, { key: tenant.liveKey });
  expect(failure.feedback).toEqual({ ...body, at: given.body.at });
  const blind = await api.makeKey(tenant.liveKey, ["failures:read"]);
  expect((await api.call("GET", path, { key: blind })).body.feedback).toMatchObject({
    by: "ops-7",
    note: null,
  });

  await post("/v1/failures/fal_merged/feedback", { confirmed_cause: "recipient.absent" });
  const again = await api.call("GET", path, { key: tenant.liveKey });
  expect(again.body.feedback).toMatchObject({ confirmed_cause: "recipient.absent", note: null });
  expect(again.body.feedback.by).toMatch(/^key_/);

  const withdrawn = await post(`${path}/feedback`, { confirmed_cause: null });
  expect(withdrawn.body).toEqual({ confirmed_cause: null, by: null });
  expect((await api.call("GET", path, { key: tenant.liveKey })).body.feedback.confirmed_cause).toBeNull();
});

test("a cause that the catalogue does not have is refused, and named", async () => {
  const [error] = expectProblem(
    await post(`${path}/feedback`, { confirmed_cause: "recipient.asleep" }),
    "unprocessable",
  );
  expect(error).toMatchObject({ pointer: "/confirmed_cause" });
});

test("a failure is queued to be explained again, unless it was withdrawn or never was", async () => {
  const queued = await post(`${path}/reanalyze`);
  expect(queued.status).toBe(202);
  expect(Reanalysis.parse(queued.body)).toEqual({ failure_id: "fal_known", version: 1, status: "queued" });
  expectProblem(await post("/v1/failures/fal_gone/reanalyze"), "conflict");
  expectProblem(await post("/v1/failures/fal_none/reanalyze"), "not_found");
});
