import { afterAll, beforeAll, expect, test } from "vitest";
import { Recommendation, RecommendationPage } from "../../api/schemas/recommendation.ts";
import { makeApp, type TestApp, type TestTenant } from "../harness/app.ts";
import { seedRecommendation } from "../harness/seedRegistry.ts";
import { ANALYSED, seedFailure } from "../harness/seedRows.ts";
import { expectProblem } from "./expectProblem.ts";

let api: TestApp;
let tenant: TestTenant;
const get = (path: string) => api.call("GET", path, { key: tenant.liveKey });
const patch = (id: string, body: unknown) =>
  api.call("PATCH", `/v1/recommendations/${id}`, { key: tenant.liveKey, body });
const idsOf = async (query: string): Promise<string[]> =>
  (await get(`/v1/recommendations?${query}`)).body.data.map(({ id }: { id: string }) => id);

beforeAll(async () => {
  api = await makeApp();
  tenant = await api.makeTenant();
  const seed = (id: string, avoided: number, more = {}) =>
    seedRecommendation(api.deps.db, tenant.live, { id, avoided, ...more });
  await seed("rec_1", 3);
  await seed("rec_few", 0.1, { ownerRole: "fleet_manager", playbook: "coach_driver", entityKind: "driver" });
  await seed("rec_most", 9, { entityKind: "", entityId: "" });
  await seed("rec_over", 0, { failures: 0 });
  await seed("rec_over_done", 0, { failures: 0, status: "done" });
});
afterAll(() => api.close());

test("are listed by what they should avoid, most first, without those that nothing speaks for any more", async () => {
  const { status, body } = await get("/v1/recommendations?limit=2");
  expect(status).toBe(200);
  expect(RecommendationPage.parse(body)).toEqual(body);
  const next = await get(`/v1/recommendations?limit=2&cursor=${body.next_cursor}`);
  const ids = [...body.data, ...next.body.data].map(({ id }: { id: string }) => id);
  expect(ids).toEqual(["rec_most", "rec_1", "rec_few", "rec_over_done"]);
  expect(body.data[0].entity).toBeNull();
});

test.each([
  ["status=done", ["rec_over_done"]],
  ["owner_role=fleet_manager", ["rec_few"]],
  ["playbook=coach_driver", ["rec_few"]],
  ["entity_kind=driver&entity_id=W-3", ["rec_few"]],
])("?%s gives %j", async (query, ids) => {
  expect(await idsOf(query)).toEqual(ids);
});

test("one is decided about, by whom and when is kept, and every change is a version", async () => {
  const { body: before } = await get("/v1/recommendations/rec_1");
  expect(before).toMatchObject({ status: "open", version: 1, status_by: null });
  const { status, body } = await patch("rec_1", { status: "accepted", by: "ops-7" });
  expect(status).toBe(200);
  expect(Recommendation.parse(body)).toEqual(body);
  expect(body).toMatchObject({ status: "accepted", version: 2, status_by: "ops-7" });
  expect((await get("/v1/recommendations/rec_1")).body).toEqual(body);
  expectProblem(await patch("rec_1", { status: "forgotten" }), "unprocessable");
  expectProblem(await patch("rec_none", { status: "done" }), "not_found");
});

test("a failure shows what acting on its recommendations should avoid", async () => {
  await seedFailure(api.deps.warehouse, tenant.live, { failure_id: "fal_known", ...ANALYSED });
  const { body } = await get("/v1/failures/fal_known");
  expect(body.recommendations).toMatchObject([
    { id: "rec_1", expected_avoided: { value: 3, interval: [1, 5], per: "week" } },
  ]);
});
