import { openAsBlob, readFileSync } from "node:fs";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type Json, listAll, type Running, startRunning } from "../../e2e/support.ts";
import type { Client } from "../../harness/client.ts";
import { createImporting, type ImportObject } from "../../harness/importing.ts";
import { type Sink, startSink } from "../../harness/sink.ts";
import { waitFor } from "../../harness/waitFor.ts";
import { readTable, tableFile } from "./readTable.ts";

let running: Running;
let sink: Sink;
beforeAll(async () => {
  [running, sink] = await Promise.all([startRunning(), startSink()]);
});
afterAll(async () => {
  sink.stop();
  await running.close();
});

const TABLES = [
  "clients",
  "drivers",
  "orders",
  "fleet_logs",
  "warehouse_logs",
  "external_factors",
  "feedback",
];
const EVENT_TYPES = [
  "failure.detected",
  "failure.analyzed",
  "failure.reanalyzed",
  "failure.withdrawn",
  "import.finished",
];
/** The end of the data's last day; promises of more than a day before have run out, as the table writes them. */
const AS_OF = "2025-09-13T00:00:00+05:30";
const LATE_BEFORE = "2025-09-12 00:00:00";
/** What happened less than six hours before is not final yet: by the import's clock, evidence may still come. */
const FINAL_BEFORE = Date.parse(AS_OF) - 6 * 3_600_000;

interface Listed {
  readonly id: string;
  readonly kind: string;
  readonly occurred_at: string;
  readonly recorded_reason: { readonly code: string } | null;
  readonly analysis: { readonly status: string } | null;
}

interface Table {
  readonly name: string;
  readonly body: Blob;
}
const whole = async (name: string): Promise<Table> => ({ name, body: await openAsBlob(tableFile(name)) });
const firstRows = (name: string, count: number): Table => {
  const text = readFileSync(tableFile(name), "utf8");
  return { name, body: new Blob([text.slice(0, text.indexOf(`\n${count + 1},`))]) };
};

/** A tenant that is told of everything, into which these tables are imported. */
async function importInto(slug: string, tables: readonly Table[]) {
  const { live, created } = await running.makeTenant(slug);
  const endpoint = { url: sink.url, event_types: EVENT_TYPES };
  await sink.setSecret((await live.post<{ secret: string }>("/v1/webhook-endpoints", endpoint)).secret);
  const input = { preset: "dfras-case", as_of: AS_OF };
  const importing = await createImporting(async () => running.product.api, created.api_key.secret, input);
  for (const { name, body } of tables) {
    const answer = await importing.put(name, body);
    expect(answer.status, name).toBe(200);
  }
  const started = await importing.start();
  expect(started.status, await started.text()).toBe(202);
  return { live, ended: await importing.ended(400_000) };
}

function countBy<T>(items: readonly T[], key: (item: T) => string): Readonly<Record<string, number>> {
  return Object.fromEntries([...Map.groupBy(items, key)].map(([name, group]) => [name, group.length]));
}

/** The open failures, once as many are there and all are analysed as finally as they can be. */
function settledFailures(client: Client, expected: number): Promise<Listed[]> {
  return waitFor(
    async () => {
      const found = await listAll<Listed>(client, "/v1/failures?status=open");
      const done = found.every(
        ({ analysis, occurred_at: at }) =>
          analysis?.status === (Date.parse(at) <= FINAL_BEFORE ? "final" : "provisional"),
      );
      return found.length >= expected && done && found;
    },
    { timeoutMs: 300_000, intervalMs: 2_000 },
  );
}

it("finds by HTTP the failures that a count of the tables gives, and tells of the end alone", async () => {
  const started = Date.now();
  const names = [...TABLES, "warehouses"].map((name) => `${name}.csv`);
  const { live, ended } = await importInto("case", await Promise.all(names.map(whole)));
  const imported = (Date.now() - started) / 1_000;
  const rows = names.reduce((sum, name) => sum + readTable(name).length, 0);
  expect(ended).toMatchObject({ state: "finished", counts: { rows, rows_failed: 0, events_rejected: 0 } });
  expect(ended.counts.stored).toBe(ended.counts.events_accepted);

  const orders = readTable("orders.csv");
  const count = (holds: (order: Readonly<Record<string, string>>) => boolean) => orders.filter(holds).length;
  const lateDelivered = count(
    ({ actual_delivery_date: actual = "", promised_delivery_date: promised = "" }) => actual > promised,
  );
  const lateOpen = count(
    ({ status = "", promised_delivery_date: promised = "" }) =>
      ["Pending", "In-Transit", "Failed"].includes(status) && promised <= LATE_BEFORE,
  );
  const expected = {
    attempt_failed: count(({ status }) => status === "Failed"),
    returned: count(({ status }) => status === "Returned"),
    late: lateDelivered + lateOpen,
  };
  const total = expected.attempt_failed + expected.returned + expected.late;
  const failures = await settledFailures(live, total);
  expect(countBy(failures, ({ kind }) => kind)).toEqual(expected);
  const attempts = failures.filter(({ kind }) => kind === "attempt_failed");
  expect(countBy(attempts, ({ recorded_reason: reason }) => reason?.code ?? "none")).toEqual({
    "warehouse.stockout": 425,
    "warehouse.delay": 422,
    "address.invalid": 409,
    "external.weather": 385,
    "external.traffic": 363,
  });

  const told = await waitFor(async () => {
    const { messages } = await sink.read();
    return messages.length > 0 && messages;
  });
  expect(told).toMatchObject([{ type: "import.finished", object: ended.id, times: 1 }]);
  const explained = (Date.now() - started) / 1_000;
  console.info(said(ended, total, imported, explained));
}, 900_000);

function said({ counts }: ImportObject, failures: number, imported: number, explained: number): string {
  const rates = `${Math.round(counts.rows / imported)} rows/s, ${Math.round(counts.stored / imported)} events/s`;
  return `dfras-case: ${counts.rows} rows, ${counts.stored} events in ${imported.toFixed(1)} s (${rates}); ${failures} failures explained after ${explained.toFixed(1)} s`;
}

it("knows the same warehouses from the table that a spreadsheet mangled", async () => {
  const orders = firstRows("orders.csv", 500);
  const [sound, mangled] = await Promise.all([
    importInto("sound", [orders, await whole("warehouses.csv")]),
    importInto("mangled", [orders, await whole("warehouses_excel_mangled.csv")]),
  ]);
  const warehousesOf = async ({ live }: typeof sound) => {
    const list = await listAll<{ id: string }>(live, "/v1/entities?kind=warehouse");
    const each = list.map(({ id }) => live.get<Json>(`/v1/entities/warehouse/${id}`));
    return { list, each: await Promise.all(each) };
  };
  const warehouses = await warehousesOf(sound);
  expect(warehouses.list).toHaveLength(50);
  expect(await warehousesOf(mangled)).toEqual(warehouses);
}, 900_000);
