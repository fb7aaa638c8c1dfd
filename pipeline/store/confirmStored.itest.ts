import { randomBytes } from "node:crypto";
import { pino } from "pino";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { idHash, rawKey } from "../../events/identity.ts";
import { encodeEnvelope } from "../../events/log/envelope.ts";
import type { EventLog, LogRange } from "../../events/log/port.ts";
import { createPostgresLog } from "../../events/log/postgres/createPostgresLog.ts";
import { type Database, openDatabase } from "../../tenancy/database.ts";
import { createKeyring } from "../../tenancy/keyring.ts";
import { createTenantDirectory } from "../../tenancy/tenants/tenantsByKey.ts";
import { createTestTenant, type TestTenant } from "../../tenancy/testing/createTestTenant.ts";
import { waitFor } from "../../tests/harness/waitFor.ts";
import type { Warehouse } from "../../warehouse/client.ts";
import { databaseOf } from "../../warehouse/placement.ts";
import { RANGE_TABLES } from "../../warehouse/queries/pipeline/storedOffsets.ts";
import { openTestWarehouse } from "../../warehouse/testing/openTestWarehouse.ts";
import { eventByTimeRow, eventRow, identityRow } from "../../warehouse/testing/rows.ts";
import type { PipelineDeps } from "../ports.ts";
import { runStage } from "../stage.ts";
import { newStoreState } from "./state.ts";
import { storeStage } from "./storeStage.ts";

const log = pino({ level: "silent" });
let db: Database;
let warehouse: Warehouse;
let eventLog: EventLog;
let deps: PipelineDeps;
let tenant: TestTenant;

beforeAll(async () => {
  db = openDatabase({ url: inject("databaseUrl"), poolSize: 4 });
  warehouse = openTestWarehouse(inject("clickhouseUrl"));
  eventLog = createPostgresLog({ db, log });
  const keyring = createKeyring(randomBytes(32));
  deps = { db, keyring, eventLog, warehouse, tenants: createTenantDirectory(db), log, now: Date.now };
  tenant = await createTestTenant({ db, keyring, prepare: warehouse.prepare });
});
afterAll(async () => {
  await eventLog.close();
  await warehouse.close();
  await db.close();
});

/** A range of one event each, in a place of the log that no other test has. */
function rangeOf(first: number, ids: readonly string[]): LogRange {
  const place = { topic: "orders_raw", partition: 3 } as const;
  const records = ids.map((id, n) => ({
    ...place,
    offset: first + n,
    key: rawKey(tenant.tenant.key, idHash("oms", id)),
    appendedAt: Date.now(),
    value: encodeEnvelope({
      tenant_key: tenant.tenant.key,
      batch_id: "bat_test",
      request_id: "req_test",
      traceparent: null,
      received_at: new Date().toISOString(),
      schema_version: "1",
      content_hash: id,
      body: {
        id,
        source: "oms",
        type: "order.created",
        occurred_at: "2026-11-20T12:00:00.000Z",
        order_id: id,
        delivery_id: id,
        personal: null,
        derived: null,
      },
    }),
  }));
  return { ...place, first, last: first + ids.length - 1, records };
}

async function offsetsIn(table: string, { first, last }: LogRange): Promise<number[]> {
  const rows = await warehouse.forTenant(tenant.tenant).query<{ n: number }>(
    `SELECT toUInt32(log_offset) AS n FROM {{${table}}}
     WHERE tenant_key = {tenant_key:UInt32} AND log_offset BETWEEN {first:UInt64} AND {last:UInt64} ORDER BY n`,
    { first, last },
  );
  return rows.map(({ n }) => Number(n));
}

test("a range handled twice is stored once", async () => {
  const range = rangeOf(1_000_000, ["O-1", "O-2"]);
  const stage = storeStage(deps);
  await runStage(stage, newStoreState([range]), log);
  await runStage(stage, newStoreState([range]), log);
  for (const table of RANGE_TABLES.slice(0, 3))
    expect(await offsetsIn(table, range)).toEqual([1_000_000, 1_000_001]);
});

test("rows come in though a killed ClickHouse has kept their token and not the rows", async () => {
  const range = rangeOf(2_000_000, ["O-3", "O-4"]);
  const database = databaseOf(tenant.tenant);
  const token = (month: string) => `orders_raw:3:2000000-2000001:bat_test:${database}:${month}`;
  const { key } = tenant.tenant;
  await warehouse.insert(database, "events", [eventRow(key)], { token: token("202611") });
  await warehouse.insert(database, "events_by_time", [eventByTimeRow(eventRow(key))], {
    token: token("202611"),
  });
  await warehouse.insert(database, "event_identity", [identityRow(key)], { token: token("") });
  const stage = storeStage(deps);
  // Once as at first, when the insert is swallowed unseen; the crash came before the range was closed.
  await runStage({ ...stage, steps: stage.steps.slice(0, 6) }, newStoreState([range]), log);
  expect(await offsetsIn("events", range)).toEqual([]);
  await waitFor(() => runStage(stage, newStoreState([range]), log));
  for (const table of RANGE_TABLES.slice(0, 3))
    expect(await offsetsIn(table, range)).toEqual([2_000_000, 2_000_001]);
});
