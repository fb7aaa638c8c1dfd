import { afterAll, beforeAll, beforeEach, describe, expect, inject, test } from "vitest";
import { idHash } from "../../events/identity.ts";
import type { Reader, Warehouse, WarehouseTenant } from "../client.ts";
import { databaseOf } from "../placement.ts";
import type { EventRow } from "../tables.ts";
import { mintTenant, openTestWarehouse } from "../testing/openTestWarehouse.ts";
import { deliveryRow, eventByTimeRow, eventRow, failureRow, identityRow } from "../testing/rows.ts";
import { toClickHouseTime } from "../time.ts";
import { getDelivery, listDeliveries } from "./deliveries.ts";
import { type EventFilter, type EventPosition, getEvent, listEvents } from "./events.ts";
import { type FailureFilter, type FailurePosition, getFailure, listFailures } from "./failures.ts";

const NOON = Date.parse("2026-11-20T12:00:00Z");
const MINUTE = 60_000;

let warehouse: Warehouse;
let tenant: WarehouseTenant;
let reader: Reader;
beforeAll(() => {
  warehouse = openTestWarehouse(inject("clickhouseUrl"));
});
afterAll(() => warehouse.close());
beforeEach(async () => {
  tenant = await mintTenant(warehouse);
  reader = warehouse.forTenant(tenant);
});

async function storeEvents(rows: readonly Partial<EventRow>[]): Promise<void> {
  const events = rows.map((row) => eventRow(tenant.key, row));
  await warehouse.insert(databaseOf(tenant), "events", events);
  await warehouse.insert(databaseOf(tenant), "events_by_time", events.map(eventByTimeRow));
  const identities = events.map(({ source, id, delivery_id }) =>
    identityRow(tenant.key, { id_hash: idHash(source, id), delivery_id }),
  );
  await warehouse.insert(databaseOf(tenant), "event_identity", identities);
}

/** Twelve events, three at each of four minutes, over three deliveries. */
const TWELVE = Array.from({ length: 12 }, (_, i) => ({
  id: `e-${i}`,
  source: i % 2 === 0 ? "api" : "tms",
  delivery_id: `D-${i % 3}`,
  occurred_at: toClickHouseTime(NOON + Math.floor(i / 3) * MINUTE),
}));

describe.each([
  ["through the table by time", {}],
  ["through the wide table", { city: "Pune" }],
] as const)("events %s", (_, filter: EventFilter) => {
  test("pages are newest first, complete and stable while events arrive", async () => {
    await storeEvents(TWELVE);
    const seen: string[] = [];
    let after: EventPosition | undefined;
    do {
      const page = await listEvents(reader, filter, { limit: 5, ...(after ? { after } : {}) });
      seen.push(...page.rows.map((row) => row.id));
      after = page.next ?? undefined;
      await storeEvents([{ id: `new-${seen.length}`, occurred_at: toClickHouseTime(NOON + 60 * MINUTE) }]);
    } while (after !== undefined);
    const order = TWELVE.toSorted(
      (a, b) =>
        -(a.occurred_at.localeCompare(b.occurred_at) || compare(a.source, b.source) || compare(a.id, b.id)),
    );
    expect(seen).toEqual(order.map((row) => row.id));
  });
});

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}

test("each filter of events narrows the list", async () => {
  await storeEvents([
    { id: "plain" },
    { id: "other", source: "tms", type: "shipment.delivered", delivery_id: "D-2" },
  ]);
  await storeEvents([
    { id: "early", occurred_at: toClickHouseTime(NOON - MINUTE), driver_id: "DR-1", zone: "Z" },
  ]);
  const ids = async (filter: EventFilter) =>
    (await listEvents(reader, filter, { limit: 100 })).rows.map((row) => row.id).toSorted();
  expect(await ids({})).toEqual(["early", "other", "plain"]);
  expect(await ids({ type: "shipment.delivered" })).toEqual(["other"]);
  expect(await ids({ source: "tms" })).toEqual(["other"]);
  expect(await ids({ id: "plain" })).toEqual(["plain"]);
  expect(await ids({ delivery_id: "D-2" })).toEqual(["other"]);
  expect(await ids({ driver_id: "DR-1", zone: "Z" })).toEqual(["early"]);
  expect(await ids({ from: NOON })).toEqual(["other", "plain"]);
  expect(await ids({ to: NOON })).toEqual(["early"]);
  expect(await ids({ type: "shipment.delivered", from: NOON + 1 })).toEqual([]);
  expect(await ids({ id: "x' OR '1'='1" })).toEqual([]);
});

test("an event is found by id, or by source and id; only then with its sealed members", async () => {
  await storeEvents([{ id: "e-1" }, { id: "e-1", source: "tms", delivery_id: "" }]);
  expect((await getEvent(reader, "e-1")).map((row) => row.source)).toEqual(["api", "tms"]);
  const [row] = await getEvent(reader, "e-1", "tms");
  expect(row).toMatchObject({ source: "tms", delivery_id: "", log_topic: "fleet_raw", log_offset: 7 });
  expect(row).toHaveProperty("personal");
  const { rows } = await listEvents(reader, { id: "e-1" }, { limit: 10 });
  expect(rows).toHaveLength(2);
  for (const listed of rows) expect(listed).not.toHaveProperty("personal");
  expect(await getEvent(reader, "e-9")).toEqual([]);
  expect(await getEvent(reader, "e-9", "api")).toEqual([]);
});

test("a delivery is its newest version with its events in order of time", async () => {
  const later = toClickHouseTime(NOON + MINUTE);
  await storeEvents([{ id: "b", occurred_at: later }, { id: "a" }, { id: "p", type: "vehicle.position" }]);
  await warehouse.insert(databaseOf(tenant), "delivery_facts", [
    deliveryRow(tenant.key, { state: "created" }),
  ]);
  await warehouse.insert(databaseOf(tenant), "delivery_facts", [
    deliveryRow(tenant.key, { version: 2, state: "delivered" }),
  ]);
  const delivery = await getDelivery(reader, "D-1");
  expect(delivery?.row).toMatchObject({ version: 2, state: "delivered", failure_ids: ["fal_1"] });
  expect(delivery?.events.map((event) => event.id)).toEqual(["a", "b"]);
  expect(await getDelivery(reader, "D-9")).toBeUndefined();
});

test("deliveries are filtered, paged and free of old versions and deleted ones", async () => {
  const first_event_at = toClickHouseTime(NOON);
  const rows = [1, 2, 3].map((i) => deliveryRow(tenant.key, { delivery_id: `D-${i}`, first_event_at }));
  await warehouse.insert(databaseOf(tenant), "delivery_facts", rows);
  await warehouse.insert(databaseOf(tenant), "delivery_facts", [
    deliveryRow(tenant.key, { delivery_id: "D-2", version: 2, state: "lost", first_event_at }),
    deliveryRow(tenant.key, { delivery_id: "D-3", version: 2, is_deleted: 1, first_event_at }),
  ]);
  const page = await listDeliveries(reader, {}, { limit: 1 });
  expect(page.rows.map((row) => row.delivery_id)).toEqual(["D-2"]);
  const rest = await listDeliveries(reader, {}, { limit: 1, ...(page.next ? { after: page.next } : {}) });
  expect(rest.rows.map((row) => row.delivery_id)).toEqual(["D-1"]);
  expect(rest.next).toBeNull();
  expect(
    (await listDeliveries(reader, { state: "out_for_delivery", city: "Pune" }, { limit: 9 })).rows,
  ).toHaveLength(1);
  expect((await listDeliveries(reader, { from: NOON + 1 }, { limit: 9 })).rows).toEqual([]);
});

/** Nine failures at three times, the rest of the columns as the test says. */
async function storeFailures(count: number, prefix = "fal_"): Promise<void> {
  const rows = Array.from({ length: count }, (_, i) =>
    failureRow(tenant.key, {
      failure_id: `${prefix}${i}`,
      occurred_at: toClickHouseTime(NOON + (i % 3) * MINUTE),
    }),
  );
  await warehouse.insert(databaseOf(tenant), "failure_facts", rows);
}

test("pages of failures are newest first, complete and stable while failures and versions arrive", async () => {
  await storeFailures(9);
  const seen: string[] = [];
  let after: FailurePosition | undefined;
  do {
    const page = await listFailures(reader, {}, { limit: 4, ...(after ? { after } : {}) });
    seen.push(...page.rows.map((row) => row.failure_id));
    after = page.next ?? undefined;
    await warehouse.insert(databaseOf(tenant), "failure_facts", [
      failureRow(tenant.key, {
        failure_id: `new-${seen.length}`,
        occurred_at: toClickHouseTime(NOON + 60 * MINUTE),
      }),
      failureRow(tenant.key, {
        failure_id: "fal_4",
        version: 2 + seen.length,
        occurred_at: toClickHouseTime(NOON + MINUTE),
      }),
    ]);
  } while (after !== undefined);
  expect(seen).toEqual(["8", "5", "2", "7", "4", "1", "6", "3", "0"].map((n) => `fal_${n}`));
});

test("each filter of failures narrows the list", async () => {
  const analysis = JSON.stringify({ primary: { cause: "external.weather", interval: [0.7, 0.9] } });
  const found = {
    analysis_status: "final",
    primary_cause: "external.weather",
    family: "external",
    confidence: 0.8,
    analysis,
  };
  await warehouse.insert(databaseOf(tenant), "failure_facts", [
    failureRow(tenant.key, { failure_id: "fal_a" }),
    failureRow(tenant.key, { failure_id: "fal_b", ...found, delivery_id: "D-2", carrier_id: "X-2" }),
    failureRow(tenant.key, {
      failure_id: "fal_c",
      status: "withdrawn",
      kind: "late",
      occurred_at: toClickHouseTime(NOON - MINUTE),
    }),
  ]);
  const ids = async (filter: FailureFilter) =>
    (await listFailures(reader, filter, { limit: 100 })).rows.map((row) => row.failure_id).toSorted();
  expect(await ids({ status: "withdrawn" })).toEqual(["fal_c"]);
  expect(await ids({ kind: "late" })).toEqual(["fal_c"]);
  expect(await ids({ cause: "external.weather" })).toEqual(["fal_b"]);
  expect(await ids({ family: "external" })).toEqual(["fal_b"]);
  expect(await ids({ delivery_id: "D-2", carrier_id: "X-2" })).toEqual(["fal_b"]);
  expect(await ids({ confidence_min: 0.8 })).toEqual(["fal_b"]);
  expect(await ids({ confidence_min: 0.81 })).toEqual([]);
  expect(await ids({ confidence_min: 0 })).toEqual(["fal_b"]);
  expect(await ids({ from: NOON })).toEqual(["fal_a", "fal_b"]);
  expect(await ids({ to: NOON })).toEqual(["fal_c"]);
  const [lean] = (await listFailures(reader, { cause: "external.weather" }, { limit: 1 })).rows;
  expect(lean).toMatchObject({ confidence: 0.8, confidence_low: 0.7, confidence_high: 0.9 });
  expect(lean).not.toHaveProperty("analysis");
});

test("a failure is found by its id and by an id that it took over", async () => {
  await warehouse.insert(databaseOf(tenant), "failure_facts", [
    failureRow(tenant.key, { aliases: ["fal_old"] }),
  ]);
  expect(await getFailure(reader, "fal_1")).toMatchObject({ failure_id: "fal_1", tenant_key: tenant.key });
  expect(await getFailure(reader, "fal_old")).toMatchObject({ failure_id: "fal_1" });
  expect(await getFailure(reader, "fal_9")).toBeUndefined();
});
