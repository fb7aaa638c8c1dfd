import { afterAll, beforeAll, expect, test } from "vitest";
import { EventPage, EventTypeList, StoredEvent } from "../../api/schemas/event.ts";
import { makeApp, type TestApp, type TestTenant } from "../harness/app.ts";
import { seedEvent } from "../harness/seedRows.ts";
import { expectProblem } from "./expectProblem.ts";

let api: TestApp;
let tenant: TestTenant;
const get = (path: string) => api.call("GET", path, { key: tenant.liveKey });
const idsOf = (body: { data: { id: string }[] }) => body.data.map(({ id }) => id);

beforeAll(async () => {
  api = await makeApp();
  tenant = await api.makeTenant();
  const { warehouse } = api.deps;
  const derived = JSON.stringify({ v: 1, address: { flags: ["missing_number"], hash: "secret-hash" } });
  await seedEvent(warehouse, tenant.live, { id: "e-1", derived, received_hint: "2026-11-20 12:00:01.000" });
  await seedEvent(warehouse, tenant.live, {
    id: "twice",
    source: "tms",
    occurred_at: "2026-11-20 12:01:00.000",
  });
  await seedEvent(warehouse, tenant.live, {
    id: "twice",
    source: "wms",
    occurred_at: "2026-11-20 12:02:00.000",
  });
});
afterAll(() => api.close());

test("an event is read by its sender's id, without personal members or the hash of the address", async () => {
  const { status, body } = await get("/v1/events/e-1");
  expect(status).toBe(200);
  expect(StoredEvent.parse(body)).toEqual(body);
  expect(JSON.stringify(body)).not.toMatch(/sealed|secret-hash/);
});

test("an id of several sources asks for one", async () => {
  const answer = await get("/v1/events/twice");
  const errors = expectProblem(answer, "conflict");
  expect(errors[0]?.pointer).toBe("/source");
  expect(answer.body.detail).toMatch(/tms.*wms/);
  expect((await get("/v1/events/twice?source=wms")).body.source).toBe("wms");
  expectProblem(await get("/v1/events/twice?source=none"), "not_found");
  expectProblem(await get("/v1/events/none"), "not_found");
});

test("events are listed page by page and filtered", async () => {
  const first = await get("/v1/events?limit=2");
  expect(EventPage.parse(first.body)).toEqual(first.body);
  expect(first.body.data.map(({ source }: { source: string }) => source)).toEqual(["wms", "tms"]);
  const second = await get(`/v1/events?limit=2&cursor=${first.body.next_cursor}`);
  expect(idsOf(second.body)).toEqual(["e-1"]);
  expect(idsOf((await get("/v1/events?source=tms&city=Pune")).body)).toEqual(["twice"]);
  expect(idsOf((await get("/v1/events?type=order.created")).body)).toEqual([]);
});

test("the catalogue lists types and reasons", async () => {
  const { body } = await get("/v1/event-types");
  expect(EventTypeList.parse(body)).toEqual(body);
  expect(body.data.map(({ type }: { type: string }) => type)).toContain("shipment.attempt_failed");
  expect(body.reasons.map(({ code }: { code: string }) => code)).toContain("warehouse.capacity");
});
