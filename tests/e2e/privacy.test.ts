import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { createClient as createClickhouse } from "@clickhouse/client";
import postgres from "postgres";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { decodePayload } from "../../events/log/postgres/payload.ts";
import type { Client } from "../harness/client.ts";
import { waitFor } from "../harness/waitFor.ts";
import { type Json, listAll, type Running, sendStored, startRunning } from "./support.ts";

/** What no store may hold in clear; each occurs nowhere else. */
const SECRETS = {
  name: "Qwendolyn Zzyzxson",
  phone: "+91 98765 43210 77",
  email: "qwendolyn.zz@mailbox.example",
  line1: "7 Xanthorrhoea Mews",
  line2: "Flat Quokka",
  reason: "gate locked by Ozymandias",
  note: "call cousin Wilhelmina",
  feedback: "the driver threw it at Bartholomew",
  customer: "Persephone Quux",
  stray: "Thistlewaite under no name",
  guardian: "+44 20 7946 0958 31",
  item: "Ignatius Featherstonehaugh",
  stop: "ring for Cholmondeley",
  site: "3 Quicksilver Wynd",
} as const;
/** Must be found, or the search proves nothing. */
const MARK = "delivery-in-clear";

let running: Running;
let live: Client;

const base = (id: string, type: string, more: Json): Json => ({
  id,
  source: "shop",
  type,
  occurred_at: new Date(Date.now() - 60_000).toISOString(),
  delivery_id: MARK,
  order_id: MARK,
  ...more,
});
const order = (id: string, more: Json = {}): Json =>
  base(id, "order.created", {
    customer_id: "U-9",
    data: {
      promised_by: new Date(Date.now() + 86_400_000).toISOString(),
      address: {
        line1: SECRETS.line1,
        line2: SECRETS.line2,
        city: "Pune",
        postal_code: "411001",
        country: "IN",
      },
      recipient: { name: SECRETS.name, phone: SECRETS.phone, email: SECRETS.email },
      ...more,
    },
  });
const stored: readonly Json[] = [
  order("accepted"),
  base("attempt", "shipment.attempt_failed", { reason: "recipient.absent", reason_text: SECRETS.reason }),
  base("delay", "shipment.delayed", { data: { note: SECRETS.note, delay_minutes: 30 } }),
  base("feedback", "feedback.received", { customer_id: "U-9", data: { text: SECRETS.feedback, rating: 1 } }),
  base("customer", "customer.updated", {
    customer_id: "U-9",
    data: { name: SECRETS.customer, phone: SECRETS.phone },
  }),
  order("nested", {
    guardian: { relation: "aunt", phone: SECRETS.guardian },
    items: [{ sku: "A" }, { sku: "B", recipient: { name: SECRETS.item } }],
    stops: [{ eta: 5 }, { note: SECRETS.stop }],
    pickup: { address: { line1: SECRETS.site, city: "Pune" } },
  }),
  base("site", "warehouse.updated", {
    warehouse_id: "W-1",
    data: { name: "Depot", gates: [{ address: SECRETS.site, keeper: { phone: SECRETS.guardian } }] },
  }),
];
const rejected: readonly Json[] = [
  { ...order("rejected"), occurred_at: "yesterday" },
  { ...order("misplaced"), recipient_name: SECRETS.stray },
  { ...order("mistyped"), type: SECRETS.stray },
  { ...order("badly-placed"), reason: SECRETS.reason },
  { ...order("no-reference"), customer_id: 7, order_id: { name: SECRETS.stray } },
  order("address-as-text", { address: SECRETS.line1, promised_by: SECRETS.stray }),
];

beforeAll(async () => {
  running = await startRunning();
  live = (await running.makeTenant("privacy")).live;
  expect(await sendStored(live, stored)).toMatchObject({ stored: stored.length });
  const answer = await live.post<{ rejected: number }>("/v1/events", [
    ...rejected,
    base("good", "shipment.in_transit", {}),
  ]);
  expect(answer.rejected).toBe(rejected.length);
  expect(
    await sendStored(live, [order("accepted", { service_level: "other", notes: SECRETS.note })]),
  ).toMatchObject({
    conflict: 1,
  });
  await waitFor(
    async () => {
      const [failure] = await listAll<{ analysis: unknown }>(live, "/v1/failures");
      return failure?.analysis;
    },
    { timeoutMs: 30_000 },
  );
});
afterAll(() => running.close());

/** Which secrets the text holds, as they are or as JSON would write them. */
const found = (text: string) =>
  Object.entries(SECRETS)
    .filter(([, secret]) => text.includes(secret))
    .map(([name]) => name);
const stores = () =>
  JSON.parse(readFileSync(join(running.home, "stores.json"), "utf8")) as {
    databaseUrl: string;
    clickhouseUrl: string;
  };

describe("personal data lies nowhere in clear:", () => {
  test("not in the event log", async () => {
    const sql = postgres(stores().databaseUrl, { max: 1 });
    const rows = await sql<{ payload: Uint8Array }[]>`select payload from log_batches`;
    await sql.end();
    const records = await Promise.all(rows.map(({ payload }) => decodePayload(payload)));
    const text = records
      .flat()
      .map(({ key, value }) => key + value)
      .join("\n");
    expect(text).toContain(MARK);
    expect(found(text)).toEqual([]);
  });

  test("not in any table of Postgres", async () => {
    const sql = postgres(stores().databaseUrl, { max: 1 });
    const tables = await sql<{ name: string }[]>`
      select format('%I.%I', schemaname, tablename) as name from pg_tables
      where schemaname not in ('pg_catalog', 'information_schema')`;
    let rows = 0;
    for (const { name } of tables) {
      for (const { row } of await sql.unsafe<{ row: string }[]>(`select t::text as row from ${name} t`)) {
        rows += 1;
        expect({ name, found: found(row) }).toEqual({ name, found: [] });
      }
    }
    await sql.end();
    const names = tables.map(({ name }) => name);
    expect(names).toEqual(
      expect.arrayContaining(["public.quarantine", "public.data_keys", "public.webhook_messages"]),
    );
    expect(rows).toBeGreaterThan(20);
  });

  test("not in any text column of the warehouse", async () => {
    const client = createClickhouse({ url: stores().clickhouseUrl });
    const rows = async <T>(query: string) => (await client.query({ query, format: "JSONEachRow" })).json<T>();
    const columns = await rows<{ at: string; names: string[] }>(
      `SELECT concat(database, '.', table) AS at, groupArray(name) AS names FROM system.columns
       WHERE database LIKE 'pool%' OR database LIKE 'tenant%' GROUP BY at`,
    );
    let text = "";
    for (const { at } of columns) text += JSON.stringify(await rows(`SELECT * FROM ${at}`));
    await client.close();
    expect(text).toContain(MARK);
    expect(found(text)).toEqual([]);
  });

  test("not in what the API answers, nor in what the program says", async () => {
    const answers = await Promise.all(
      ["events", "deliveries", "failures"].map((list) => listAll(live, `/v1/${list}`)),
    );
    expect(found(JSON.stringify(answers))).toEqual([]);
    expect(found(running.product.lastLines().join("\n"))).toEqual([]);
  });

  test("but one event by its id, to who may read it, is as it was sent", async () => {
    const sent = stored.find(({ id }) => id === "nested");
    const event = await live.get<Json>("/v1/events/nested?source=shop");
    expect(event["data"]).toEqual(sent?.["data"]);
    expect((await live.get<Json>("/v1/events/attempt?source=shop"))["reason_text"]).toBe(SECRETS.reason);
  });

  test("not in any file of the home, once all is written", async () => {
    await running.product.stop();
    const files = readdirSync(running.home, { recursive: true, withFileTypes: true }).filter((entry) =>
      entry.isFile(),
    );
    expect(files.some(({ parentPath }) => parentPath.includes("clickhouse"))).toBe(true);
    for (const { parentPath, name } of files) {
      const path = join(parentPath, name);
      expect({ path, found: found(readFileSync(path, "latin1")) }).toEqual({ path, found: [] });
    }
  });
});
