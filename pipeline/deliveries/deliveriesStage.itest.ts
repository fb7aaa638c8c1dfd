import { randomBytes } from "node:crypto";
import { pino } from "pino";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { encodeEnvelope } from "../../events/log/envelope.ts";
import type { EventLog, LogRange } from "../../events/log/port.ts";
import { createPostgresLog } from "../../events/log/postgres/createPostgresLog.ts";
import { type Database, openDatabase } from "../../tenancy/database.ts";
import { createKeyring } from "../../tenancy/keyring.ts";
import { createTenantDirectory } from "../../tenancy/tenants/tenantsByKey.ts";
import { createTestTenant, type TestTenant } from "../../tenancy/testing/createTestTenant.ts";
import type { Warehouse } from "../../warehouse/client.ts";
import { databaseOf } from "../../warehouse/placement.ts";
import { getDelivery } from "../../warehouse/queries/deliveries.ts";
import { openTestWarehouse } from "../../warehouse/testing/openTestWarehouse.ts";
import { deliveryRow, eventRow } from "../../warehouse/testing/rows.ts";
import type { PipelineDeps } from "../ports.ts";
import { runStage } from "../stage.ts";
import { deliveriesStage } from "./deliveriesStage.ts";
import { newDeliveriesState } from "./state.ts";

const log = pino({ level: "silent" });
let db: Database;
let warehouse: Warehouse;
let eventLog: EventLog;
let deps: PipelineDeps;
let made: TestTenant;

beforeAll(async () => {
  db = openDatabase({ url: inject("databaseUrl"), poolSize: 4 });
  warehouse = openTestWarehouse(inject("clickhouseUrl"));
  eventLog = createPostgresLog({ db, log });
  const keyring = createKeyring(randomBytes(32));
  deps = { db, keyring, eventLog, warehouse, tenants: createTenantDirectory(db), log, now: Date.now };
  made = await createTestTenant({ db, keyring, prepare: warehouse.prepare });
});
afterAll(async () => {
  await eventLog.close();
  await warehouse.close();
  await db.close();
});

function touchedRange(delivery_id: string, offset: number): LogRange {
  const place = { topic: "deliveries_touched", partition: 0 } as const;
  const value = encodeEnvelope({
    tenant_key: made.tenant.key,
    batch_id: "",
    request_id: "req_test",
    traceparent: null,
    received_at: new Date().toISOString(),
    schema_version: "1",
    content_hash: "",
    body: { delivery_id },
  });
  const record = {
    ...place,
    offset,
    key: `${made.tenant.key}:${delivery_id}`,
    value,
    appendedAt: Date.now(),
  };
  return { ...place, first: offset, last: offset, records: [record] };
}

test("a delivery that had lost all its events comes back with a later one, its versions counted on", async () => {
  const { tenant } = made;
  const database = databaseOf(tenant);
  const gone = { delivery_id: "D-back", version: 5, is_deleted: 1, state: "", failure_ids: [] } as const;
  await warehouse.insert(database, "delivery_facts", [deliveryRow(tenant.key, gone)]);
  expect(await getDelivery(warehouse.forTenant(tenant), "D-back")).toBeUndefined();
  const event = { delivery_id: "D-back", type: "shipment.out_for_delivery", id: "back-1" };
  await warehouse.insert(database, "events", [eventRow(tenant.key, event)]);
  await runStage(deliveriesStage(deps), newDeliveriesState([touchedRange("D-back", 3_000_000)]), log);
  const found = await getDelivery(warehouse.forTenant(tenant), "D-back");
  expect(found?.row).toMatchObject({ version: 6, state: "out_for_delivery" });
});
