import { sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { QualityAlert, QualityAlertPage, QualityReport } from "../../api/schemas/quality.ts";
import { qualityAlerts } from "../../drizzle/schema/quality.ts";
import { withSystem } from "../../tenancy/database.ts";
import { makeApp, type TestApp, type TestTenant } from "../harness/app.ts";
import { seedEvent } from "../harness/seedRows.ts";
import { expectProblem } from "./expectProblem.ts";

let api: TestApp;
let tenant: TestTenant;
const get = (path: string) => api.call("GET", path, { key: tenant.liveKey });
const clickHouse = (at: number) => new Date(at).toISOString().replace("T", " ").replace("Z", "");

beforeAll(async () => {
  api = await makeApp();
  tenant = await api.makeTenant();
});
afterAll(() => api.close());

test("a report says by source and type how valid, unique, complete and timely it is", async () => {
  const tenantId = tenant.live.id;
  await withSystem(api.deps.db, "test", (tx) =>
    tx.execute(sql`
      INSERT INTO quality_counts (tenant_id, source, type, at, slot, stored, duplicate, conflict, quarantined, rejected)
      VALUES (${tenantId}, 'wms', 'order.created', now() - interval '1 hour', 0, 60, 20, 4, 6, 0),
             (${tenantId}, 'wms', 'order.created', now() - interval '2 hour', 1, 0, 0, 0, 0, 10),
             (${tenantId}, 'wms', 'order.created', now() - interval '2 day', 1, 900, 0, 0, 0, 10),
             (${tenantId}, 'oms', 'order.created', now() - interval '1 hour', 1, 10, 0, 0, 0, 0),
             (${tenantId}, 'wms', '', now() - interval '1 hour', 1, 0, 0, 0, 0, 3)`),
  );
  const now = Date.now();
  const seed = (id: string, source: string, lagSeconds: number, set: object) =>
    seedEvent(api.deps.warehouse, tenant.live, {
      ...{
        id,
        source,
        type: "order.created",
        delivery_id: id,
        order_id: id,
        warehouse_id: "",
        city: "",
        country: "",
      },
      ...{ lat: null, lon: null, reason: "", data: "{}", received_at: clickHouse(now - 3_600_000) },
      occurred_at: clickHouse(now - 3_600_000 - lagSeconds * 1_000),
      ...set,
    });
  await seed("w-1", "wms", 10, { city: "Pune" });
  await seed("w-2", "wms", 10, {});
  await seed("o-1", "oms", 60, { city: "Pune", country: "IN" });
  await seed("old", "oms", 30 * 86_400, {});
  const { status, body } = await get("/v1/quality");
  expect(status).toBe(200);
  expect(QualityReport.parse(body)).toEqual(body);
  expect(body.data).toEqual([
    {
      ...{ source: "wms", type: "order.created", received: 100 },
      ...{
        stored: 60,
        duplicate: 20,
        conflict: 4,
        quarantined: 6,
        rejected: 10,
        validity: 0.8,
        uniqueness: 0.8,
      },
      completeness: 0.625,
      missing: [
        { member: "country", share: 0 },
        { member: "city", share: 0.5 },
      ],
      timeliness: { p50_seconds: 10, p95_seconds: 10 },
    },
    {
      ...{ source: "oms", type: "order.created", received: 10 },
      ...{ stored: 10, duplicate: 0, conflict: 0, quarantined: 0, rejected: 0, validity: 1, uniqueness: 1 },
      ...{ completeness: 1, missing: [], timeliness: { p50_seconds: 60, p95_seconds: 60 } },
    },
    {
      ...{
        source: "wms",
        type: null,
        received: 3,
        stored: 0,
        duplicate: 0,
        conflict: 0,
        quarantined: 0,
        rejected: 3,
      },
      ...{ validity: 0, uniqueness: 1, completeness: null, missing: [], timeliness: null },
    },
  ]);
  expect((await get("/v1/quality?source=oms")).body.data).toEqual([
    expect.objectContaining({ source: "oms", received: 10 }),
  ]);
  expect((await get("/v1/quality?from=-7d")).body.data[0].received).toBe(1010);
  expectProblem(await get("/v1/quality?from=-60d"), "invalid_request");
  expectProblem(await get("/v1/quality?from=now&to=-1h"), "invalid_request");
});

test("alerts are listed, filtered and read by their id", async () => {
  const base = { tenantId: tenant.live.id, received: 1000, refused: 15 };
  await withSystem(api.deps.db, "test", (tx) =>
    tx.insert(qualityAlerts).values([
      {
        ...base,
        id: "qal_1",
        source: "wms",
        state: "resolved",
        version: 2,
        resolvedAt: new Date(),
        resolvedReceived: 0,
      },
      { ...base, id: "qal_2", source: "wms" },
      { ...base, id: "qal_3", source: "oms eu" },
    ]),
  );
  const page = await get("/v1/quality/alerts?limit=2");
  expect(QualityAlertPage.parse(page.body)).toEqual(page.body);
  const ids = (answer: typeof page) => answer.body.data.map(({ id }: { id: string }) => id);
  expect(ids(page)).toEqual(["qal_3", "qal_2"]);
  expect(ids(await get(`/v1/quality/alerts?limit=2&cursor=${page.body.next_cursor}`))).toEqual(["qal_1"]);
  expect(ids(await get("/v1/quality/alerts?source=wms&state=open"))).toEqual(["qal_2"]);
  const one = await get("/v1/quality/alerts/qal_3");
  expect(QualityAlert.parse(one.body)).toEqual(one.body);
  expect(one.body).toMatchObject({ rate: 0.015, window_minutes: 60, threshold: 0.01, resolved: null });
  expect((await get(one.body.url)).status).toBe(200);
  expect((await get("/v1/quality/alerts/qal_1")).body.resolved).toEqual({ received: 0, refused: 0, rate: 0 });
  expectProblem(await get("/v1/quality/alerts/qal_none"), "not_found");
  expectProblem(await get("/v1/quality/alerts?state=odd"), "invalid_request");
});
