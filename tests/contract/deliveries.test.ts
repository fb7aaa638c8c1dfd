import { afterAll, beforeAll, expect, test } from "vitest";
import { Delivery, DeliveryPage } from "../../api/schemas/delivery.ts";
import { makeApp, type TestApp, type TestTenant } from "../harness/app.ts";
import { seedDelivery, seedEvent } from "../harness/seedRows.ts";
import { expectProblem } from "./expectProblem.ts";

let api: TestApp;
let tenant: TestTenant;
const get = (path: string) => api.call("GET", path, { key: tenant.liveKey });

const STAGES = JSON.stringify([{ name: "pick", from: 1_763_600_000_000, to: 1_763_603_600_000 }]);

beforeAll(async () => {
  api = await makeApp();
  tenant = await api.makeTenant();
  const { warehouse } = api.deps;
  await seedDelivery(warehouse, tenant.live, { delivery_id: "D/1 ü", stages: STAGES });
  await seedDelivery(warehouse, tenant.live, {
    delivery_id: "D-2",
    state: "delivered",
    outcome: "full",
    delivered_at: "2026-11-20 11:00:00.000",
    first_event_at: "2026-11-19 09:00:00.000",
  });
  await seedEvent(warehouse, tenant.live, { delivery_id: "D/1 ü", id: "e-1" });
  await seedEvent(warehouse, tenant.live, {
    delivery_id: "D/1 ü",
    id: "e-0",
    occurred_at: "2026-11-20 10:00:00.000",
  });
});
afterAll(() => api.close());

test("a delivery shows its state, stages and timeline, whatever characters its id has", async () => {
  const { status, body } = await get(`/v1/deliveries/${encodeURIComponent("D/1 ü")}`);
  expect(status).toBe(200);
  expect(Delivery.parse(body)).toEqual(body);
  expect(body.stages).toEqual([expect.objectContaining({ name: "pick", minutes: 60 })]);
  expect(body.timeline.map(({ id }: { id: string }) => id)).toEqual(["e-0", "e-1"]);
});

test("deliveries are listed and filtered", async () => {
  const all = await get("/v1/deliveries");
  expect(DeliveryPage.parse(all.body)).toEqual(all.body);
  expect(all.body.data.map(({ id }: { id: string }) => id)).toEqual(["D-2", "D/1 ü"]);
  const some = await get("/v1/deliveries?state=delivered&city=Pune");
  expect(some.body.data.map(({ id }: { id: string }) => id)).toEqual(["D-2"]);
});

test("an unknown delivery is not found, an unknown state refused", async () => {
  expectProblem(await get("/v1/deliveries/D-none"), "not_found");
  expectProblem(await get("/v1/deliveries?state=asleep"), "invalid_request");
});
