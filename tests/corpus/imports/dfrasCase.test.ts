import { beforeAll, describe, expect, it } from "vitest";
import type { FoldedDelivery } from "../../../pipeline/fold/types.ts";
import { foldAll } from "../foldEvents.ts";
import { type MappedTable, mapTable } from "./mapTable.ts";
import { readTable } from "./readTable.ts";

const ROWS = {
  "clients.csv": 500,
  "drivers.csv": 2_000,
  "warehouses.csv": 50,
  "warehouses_excel_mangled.csv": 50,
  "orders.csv": 10_000,
  "fleet_logs.csv": 10_000,
  "warehouse_logs.csv": 10_000,
  "external_factors.csv": 10_000,
  "feedback.csv": 10_000,
};
/** The end of the data's last day, and the promises that were more than a day old by then, as the table writes them. */
const AS_OF = Date.parse("2025-09-13T00:00:00+05:30");
const LATE_BEFORE = "2025-09-12 00:00:00";

const tables = new Map<string, MappedTable>();
let folded: readonly FoldedDelivery[];
let fromOrders: readonly FoldedDelivery[];
const orders = readTable("orders.csv");

beforeAll(async () => {
  for (const name of Object.keys(ROWS)) tables.set(name, await mapTable(name));
  const all = [...tables.values()].flatMap(({ events }) => events.map(({ event }) => event));
  folded = foldAll(all, { clock: AS_OF });
  fromOrders = foldAll(eventsOf("orders.csv"), { clock: AS_OF });
});

function eventsOf(name: string) {
  return (tables.get(name)?.events ?? []).map(({ event }) => event);
}

function countBy<T>(items: readonly T[], key: (item: T) => string): Readonly<Record<string, number>> {
  const groups = [...Map.groupBy(items, key)].map(([name, group]) => [name, group.length] as const);
  return Object.fromEntries(groups.sort(([a], [b]) => (a < b ? -1 : 1)));
}

const failuresOf = (deliveries: readonly FoldedDelivery[]) => deliveries.flatMap(({ failures }) => failures);

describe("the case study's tables", () => {
  it("have all their rows read and none of their events refused", () => {
    expect(Object.fromEntries([...tables].map(([name, { rows }]) => [name, rows]))).toEqual(ROWS);
    expect([...tables].flatMap(([name, { refused }]) => refused.map((each) => ({ name, ...each })))).toEqual(
      [],
    );
  });

  it("give as many events of each type as they have rows for", () => {
    const types = countBy([...tables.keys()].flatMap(eventsOf), ({ type }) => type);
    const having = (name: string, column: string) =>
      readTable(name).filter((row) => row[column] !== "").length;
    const status = (name: string) => orders.filter((order) => order["status"] === name).length;
    expect(types).toMatchObject({
      "order.created": 10_000,
      "shipment.delivered": status("Delivered"),
      "shipment.attempt_failed": status("Failed"),
      "shipment.returned": status("Returned"),
      "shipment.delayed": having("fleet_logs.csv", "gps_delay_notes"),
      "warehouse.note": having("warehouse_logs.csv", "notes"),
      "context.weather": 10_000,
      "context.traffic": 10_000,
      "feedback.received": 10_000,
      "client.updated": 500,
      "driver.updated": 2_000,
      "warehouse.updated": 100,
    });
    const days = ["context.holiday", "context.festival", "context.strike"].map((type) => types[type] ?? 0);
    expect(days.reduce((sum, count) => sum + count)).toBe(having("external_factors.csv", "event_type"));
  });

  it("give every event an identity of its own", () => {
    const names = [...tables.keys()].filter((name) => !name.includes("mangled"));
    const identities = names.flatMap(eventsOf).map(({ source, id }) => `${source} ${id}`);
    expect(new Set(identities).size).toBe(identities.length);
  });
});

describe("the warehouses that a spreadsheet mangled", () => {
  it("give the same events, zeros, times and phones included", () => {
    const hashes = (name: string) => tables.get(name)?.events.map(({ contentHash }) => contentHash);
    expect(hashes("warehouses_excel_mangled.csv")).toEqual(hashes("warehouses.csv"));
  });

  it("keep what the sound table says", () => {
    const [event] = eventsOf("warehouses_excel_mangled.csv");
    const [row] = readTable("warehouses.csv");
    expect(event).toMatchObject({
      warehouse_id: row?.["warehouse_id"],
      data: { name: row?.["warehouse_name"], address: { postal_code: row?.["pincode"] } },
    });
  });
});

describe("the deliveries", () => {
  it("are the orders, ended as the table says", () => {
    const statusOf = new Map(orders.map((order) => [order["order_id"], order["status"]]));
    expect(folded).toHaveLength(10_000);
    const ended = folded.filter(({ state }) => state === "delivered" || state === "returned");
    expect(countBy(ended, ({ deliveryId, state }) => `${statusOf.get(deliveryId)}: ${state}`)).toEqual({
      "Delivered: delivered": 1_942,
      "Returned: returned": 1_932,
    });
  });

  it("are delivered when the table says", () => {
    const given = orders.flatMap((order) => {
      const at = order["actual_delivery_date"];
      return at ? [[order["order_id"], Date.parse(`${at.replace(" ", "T")}+05:30`)]] : [];
    });
    const found = folded.flatMap(({ deliveryId, deliveredAt }) =>
      deliveredAt === null ? [] : [[deliveryId, deliveredAt]],
    );
    expect(Object.fromEntries(found)).toEqual(Object.fromEntries(given));
  });
});

describe("the failures", () => {
  it("are by kind those counted in the table", () => {
    const count = (holds: (order: Readonly<Record<string, string>>) => boolean) =>
      orders.filter(holds).length;
    const lateDelivered = count(
      ({ actual_delivery_date: actual = "", promised_delivery_date: promised = "" }) => actual > promised,
    );
    const lateOpen = count(
      ({ status = "", promised_delivery_date: promised = "" }) =>
        ["Pending", "In-Transit", "Failed"].includes(status) && promised <= LATE_BEFORE,
    );
    expect(lateDelivered).toBe(1_271);
    expect(countBy(failuresOf(folded), ({ kind }) => kind)).toEqual({
      attempt_failed: count(({ status }) => status === "Failed"),
      late: lateDelivered + lateOpen,
      returned: count(({ status }) => status === "Returned"),
    });
  });

  it("have the recorded reasons", () => {
    const failed = failuresOf(folded).filter(({ kind }) => kind === "attempt_failed");
    expect(countBy(failed, ({ recordedReason }) => recordedReason?.code ?? "none")).toEqual({
      "warehouse.stockout": 425,
      "warehouse.delay": 422,
      "address.invalid": 409,
      "external.weather": 385,
      "external.traffic": 363,
    });
  });

  it("are the same whatever the logs say", () => {
    const told = (deliveries: readonly FoldedDelivery[]) =>
      deliveries
        .flatMap(({ deliveryId, failures }) =>
          failures.map(({ kind, occurredAt, attempt, recordedReason }) => [
            deliveryId,
            kind,
            occurredAt,
            attempt,
            recordedReason,
          ]),
        )
        .sort();
    expect(told(folded)).toEqual(told(fromOrders));
  });
});
