import { afterAll, beforeAll, expect, test } from "vitest";
import { Failure, FailurePage } from "../../api/schemas/failure.ts";
import { makeApp, type TestApp, type TestTenant } from "../harness/app.ts";
import { ANALYSED, seedFailure } from "../harness/seedRows.ts";
import { expectProblem } from "./expectProblem.ts";

let api: TestApp;
let tenant: TestTenant;
const get = (path: string) => api.call("GET", path, { key: tenant.liveKey });

beforeAll(async () => {
  api = await makeApp();
  tenant = await api.makeTenant();
  const seed = (failure_id: string, minute: number, more = {}) =>
    seedFailure(api.deps.warehouse, tenant.live, {
      failure_id,
      occurred_at: `2026-11-20 12:0${minute}:00.000`,
      ...more,
    });
  await seed("fal_fresh", 0);
  await seed("fal_known", 1, { ...ANALYSED, aliases: ["fal_merged"] });
  await seed("fal_late", 2, { kind: "late", attempt: 0, recorded_reason: "", recorded_source: "" });
  await seed("fal_gone", 3, { status: "withdrawn" });
});
afterAll(() => api.close());

test.each(["fal_fresh", "fal_known", "fal_late", "fal_gone"])(
  "%s has the shape of the contract",
  async (id) => {
    const { status, body } = await get(`/v1/failures/${id}`);
    expect(status).toBe(200);
    expect(Failure.parse(body)).toEqual(body);
    expect(body.id).toBe(id);
  },
);

test("a parameter that is not known is refused, and named", async () => {
  const [error] = expectProblem(await get("/v1/failures?cuase=recipient.absent"), "invalid_request");
  expect(error).toMatchObject({ code: "unknown_field", pointer: "/cuase" });
});

test("an analysed failure carries causes, evidence, narrative and recommendations", async () => {
  const { body } = await get("/v1/failures/fal_known");
  expect(body.analysis.primary).toEqual({
    cause: "warehouse.capacity",
    family: "warehouse",
    confidence: 0.83,
    interval: [0.71, 0.91],
  });
  expect(body.analysis.evidence[0]).toMatchObject({
    id: "evd_1",
    log_lr: 2.1,
    minutes_before: 140,
    distance_km: 0,
  });
  expect(body.recommendations[0]).toMatchObject({ id: "rec_1", owner_role: "warehouse_manager" });
  expect(body.feedback).toEqual({ confirmed_cause: null, by: null });
});

test("what nobody said is null, not empty", async () => {
  const { body } = await get("/v1/failures/fal_late");
  expect(body).toMatchObject({ attempt: null, recorded_reason: null, analysis: null });
});

test("an id that lost a merge leads to its heir; an unknown one is not found", async () => {
  expect((await get("/v1/failures/fal_merged")).body.id).toBe("fal_known");
  expectProblem(await get("/v1/failures/fal_none"), "not_found");
});

test("the list pages to the end, the latest first", async () => {
  const first = await get("/v1/failures?limit=3");
  expect(FailurePage.parse(first.body)).toEqual(first.body);
  const second = await get(`/v1/failures?limit=3&cursor=${first.body.next_cursor}`);
  const ids = [...first.body.data, ...second.body.data].map(({ id }: { id: string }) => id);
  expect(ids).toEqual(["fal_gone", "fal_late", "fal_known", "fal_fresh"]);
  expect(second.body.next_cursor).toBeNull();
});

test.each([
  ["status=withdrawn", ["fal_gone"]],
  ["kind=late", ["fal_late"]],
  ["cause=warehouse.capacity", ["fal_known"]],
  ["family=warehouse&confidence_min=0.8", ["fal_known"]],
  ["confidence_min=0.9", []],
  ["delivery_id=D-none", []],
  ["from=2026-11-20T12:01:00Z&to=2026-11-20T17:32:00%2B05:30", ["fal_known"]],
])("?%s gives %j", async (query, ids) => {
  const { body } = await get(`/v1/failures?${query}`);
  expect(body.data.map(({ id }: { id: string }) => id)).toEqual(ids);
});

test("a cursor of another list or tenant is refused", async () => {
  const { body } = await get("/v1/failures?limit=1");
  expectProblem(await get(`/v1/deliveries?cursor=${body.next_cursor}`), "invalid_request");
  const path = `/v1/failures?cursor=${body.next_cursor}`;
  expectProblem(await api.call("GET", path, { key: tenant.testKey }), "invalid_request");
});
