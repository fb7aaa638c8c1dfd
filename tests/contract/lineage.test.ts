import { afterAll, beforeAll, expect, test } from "vitest";
import { StoredEvent } from "../../api/schemas/event.ts";
import { DeliveryLineage, EventLineage, FailureLineage } from "../../api/schemas/lineage.ts";
import { databaseOf } from "../../warehouse/placement.ts";
import { correlationRow } from "../../warehouse/testing/rows.ts";
import { makeApp, type TestApp, type TestTenant } from "../harness/app.ts";
import { seedDelivery, seedEvent, seedFailure } from "../harness/seedRows.ts";
import { expectProblem } from "./expectProblem.ts";

let api: TestApp;
let tenant: TestTenant;
const get = (path: string) => api.call("GET", path, { key: tenant.liveKey });

beforeAll(async () => {
  api = await makeApp();
  tenant = await api.makeTenant();
  const { warehouse } = api.deps;
  await seedEvent(warehouse, tenant.live, {
    id: "e 1/a",
    source: "wms pune",
    delivery_id: "D-1",
    batch_id: "bat_gone",
    import_id: "imp_gone",
    import_file: "orders.csv",
    import_row: 17,
  });
  await seedEvent(warehouse, tenant.live, {
    id: "storm",
    source: "weather",
    delivery_id: "",
    type: "weather.observed",
  });
  await seedEvent(warehouse, tenant.live, { id: "e 1/a", source: "tms", delivery_id: "D-2" });
  await seedDelivery(warehouse, tenant.live, {
    delivery_id: "D-1",
    version: 4,
    caused_by: "deliveries_touched:1:99",
  });
  await seedFailure(warehouse, tenant.live, {
    failure_id: "fal_1",
    delivery_id: "D-1",
    aliases: ["fal_merged"],
  });
  await warehouse.insert(databaseOf(tenant.live), "correlation_facts", [
    {
      ...correlationRow(tenant.live.key),
      failure_id: "fal_1",
      evidence_id: "evd_1",
      event_sources: ["weather", "wms pune", "gone"],
      event_ids: ["storm", "e 1/a", "never stored"],
    },
  ]);
});
afterAll(() => api.close());

test("an event tells of its log position, batch, import row and schema", async () => {
  const { status, body } = await get("/v1/events/e%201%2Fa/lineage?source=wms%20pune");
  expect(status).toBe(200);
  expect(EventLineage.parse(body)).toEqual(body);
  expect(body).toMatchObject({
    source: "wms pune",
    delivery_id: "D-1",
    schema_version: "1",
    log: { topic: "fleet_raw", partition: 1, offset: 7 },
    import: { id: "imp_gone", file: "orders.csv", row: 17 },
    adapter: { kind: "import", preset: null },
    batch: { id: "bat_gone", request_id: null },
    corrected_by: [],
    quarantine: [],
    raw: {
      state: "readable",
      body: { id: "e 1/a", source: "wms pune", delivery_id: "D-1" },
      verified: false,
    },
  });
  expect((await get(body.url)).body).toEqual(body);
  const event = await get("/v1/events/e%201%2Fa?source=wms%20pune");
  expect(StoredEvent.parse(event.body)).toEqual(event.body);
  expect(event.body.lineage).toEqual({ ...body.log, import: body.import });
});

test("an id of several sources asks for one, and what is not there is 404", async () => {
  expect(expectProblem(await get("/v1/events/e%201%2Fa/lineage"), "conflict")[0]?.pointer).toBe("/source");
  expectProblem(await get("/v1/events/none/lineage"), "not_found");
  expectProblem(await get("/v1/deliveries/none/lineage"), "not_found");
  expectProblem(await get("/v1/failures/fal_none/lineage"), "not_found");
});

test("a delivery tells what it was folded from and what caused its version", async () => {
  const { body } = await get("/v1/deliveries/D-1/lineage");
  expect(DeliveryLineage.parse(body)).toEqual(body);
  expect(body).toMatchObject({
    id: "D-1",
    version: 4,
    caused_by: { topic: "deliveries_touched", partition: 1, offset: 99 },
    truncated: false,
    events: [{ source: "wms pune", batch_id: "bat_gone", import: { row: 17 } }],
  });
});

test("a failure leads over its evidence to the events behind it, also those of other deliveries or none", async () => {
  const { body } = await get("/v1/failures/fal_1/lineage");
  expect(FailureLineage.parse(body)).toEqual(body);
  expect(body.events.map(({ id }: { id: string }) => id)).toEqual(["e 1/a"]);
  expect(body.evidence).toMatchObject([
    {
      id: "evd_1",
      events: [
        { source: "weather", id: "storm" },
        { source: "wms pune", id: "e 1/a" },
      ],
    },
  ]);
  const storm = await get(body.evidence[0].events[0].url);
  expect(storm.body).toMatchObject({ id: "storm", delivery_id: null });
  expect((await get("/v1/failures/fal_merged/lineage")).body).toEqual(body);
});
