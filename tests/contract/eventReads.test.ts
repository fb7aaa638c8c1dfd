import { afterAll, beforeAll, expect, test } from "vitest";
import { EventPage, EventTypeList, StoredEvent } from "../../api/schemas/event.ts";
import { erasePersonal } from "../../tenancy/personal/erasePersonal.ts";
import { sealPersonal } from "../../tenancy/personal/sealPersonal.ts";
import { SCOPES } from "../../tenancy/scopes.ts";
import { makeApp, type TestApp, type TestTenant } from "../harness/app.ts";
import { seedEvent } from "../harness/seedRows.ts";
import { expectProblem } from "./expectProblem.ts";

let api: TestApp;
let tenant: TestTenant;
/** May read everything but personal data. */
let plainKey: string;
const get = (path: string, key = tenant.liveKey) => api.call("GET", path, { key });
const idsOf = (body: { data: { id: string }[] }) => body.data.map(({ id }) => id);

beforeAll(async () => {
  api = await makeApp();
  tenant = await api.makeTenant();
  plainKey = await api.makeKey(
    tenant.liveKey,
    SCOPES.filter((scope) => scope !== "personal:read"),
  );
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

test("an event is read by its sender's id, without the hash of the address", async () => {
  const { status, body } = await get("/v1/events/e-1");
  expect(status).toBe(200);
  expect(StoredEvent.parse(body)).toEqual(body);
  expect(JSON.stringify(body)).not.toContain("secret-hash");
});

test("its personal members are shown to those who may read them, by its id only, until they are erased", async () => {
  const { deps } = api;
  const members = {
    reason_text: "dock full",
    data: { recipient: { name: "Asha" }, stops: { 1: { note: "ring" } } },
  };
  const subject = "customer:U-9";
  const [personal] = await sealPersonal(deps, tenant.live.id, [
    { subject, plaintext: JSON.stringify(members) },
  ]);
  const open = { amount: 5, stops: [{ eta: 1 }, { eta: 2 }] };
  await seedEvent(deps.warehouse, tenant.live, {
    id: "sealed",
    source: "shop",
    occurred_at: "2026-11-20 11:00:00.000",
    data: JSON.stringify(open),
    ...(personal !== undefined && { personal }),
  });
  const read = async (key?: string) => {
    const { status, body } = await get("/v1/events/sealed", key);
    expect(status).toBe(200);
    expect(StoredEvent.parse(body)).toEqual(body);
    expect((await get("/v1/events/sealed?source=shop", key)).body).toEqual(body);
    return { reason_text: body.reason_text, data: body.data };
  };
  const hidden = { reason_text: undefined, data: open };
  expect(await read()).toEqual({
    reason_text: "dock full",
    data: { amount: 5, stops: [{ eta: 1 }, { eta: 2, note: "ring" }], recipient: { name: "Asha" } },
  });
  expect(await read(plainKey)).toEqual(hidden);
  const listed = (await get("/v1/events?source=shop")).body.data[0];
  expect({ reason_text: listed.reason_text, data: listed.data }).toEqual(hidden);
  const actor = { kind: "api_key", id: "key_test" } as const;
  await erasePersonal({ tenant: tenant.live, actor, requestId: "req_test" }, deps, subject);
  expect(await read()).toEqual(hidden);
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
  expect(idsOf(second.body)).toEqual(["e-1", "sealed"]);
  expect(idsOf((await get("/v1/events?source=tms&city=Pune")).body)).toEqual(["twice"]);
  expect(idsOf((await get("/v1/events?type=order.created")).body)).toEqual([]);
});

test("the catalogue lists types and reasons", async () => {
  const { body } = await get("/v1/event-types");
  expect(EventTypeList.parse(body)).toEqual(body);
  expect(body.data.map(({ type }: { type: string }) => type)).toContain("shipment.attempt_failed");
  expect(body.reasons.map(({ code }: { code: string }) => code)).toContain("warehouse.capacity");
});
