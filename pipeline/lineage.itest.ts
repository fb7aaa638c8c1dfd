import { afterAll, beforeAll, expect, test } from "vitest";
import { acceptEvents } from "../events/accept/acceptEvents.ts";
import { readOrigin } from "../events/lineage/readOrigin.ts";
import type { Ctx } from "../tenancy/context.ts";
import { erasePersonal } from "../tenancy/personal/erasePersonal.ts";
import { waitFor } from "../tests/harness/waitFor.ts";
import { readDeliveryLineage } from "../warehouse/lineage/readLineage.ts";
import { rebuildRaw } from "../warehouse/lineage/rebuildRaw.ts";
import { getEvent } from "../warehouse/queries/events.ts";
import { findCorrectionIds } from "../warehouse/queries/lineage.ts";
import { type Pipeline, startPipeline } from "./run.ts";
import { makePipeline, type TestPipeline } from "./testing/makePipeline.ts";

let made: TestPipeline;
let running: Pipeline;
let ctx: Ctx;
beforeAll(async () => {
  made = await makePipeline();
  running = await startPipeline(made.deps);
  ({ ctx } = made.tenant);
});
afterAll(async () => {
  await running.close();
  await made.close();
});

const sent = {
  id: "l-1",
  source: "oms",
  type: "order.created",
  occurred_at: "2026-11-02T13:30:00.5+05:30",
  order_id: "O-1",
  customer_id: "U-1",
  location: { lat: 18.520430000000001, lon: 73.8567 },
  reason_text: "ring Asha",
  data: {
    promised_by: "2026-11-03T21:00:00+05:30",
    amount: 614.25,
    recipient: { name: "Asha Kestrelwala", phone: "+91 98" },
    address: { line1: "12 Rose Lane", city: "Pune", country: "IN" },
    stops: [{ eta: 5 }, { note: "ring", "odd \u00e9 name": [1, null, true, {}] }],
  },
};
const plain = () => ({
  ...ctx,
  scopes: new Set([...ctx.scopes].filter((scope) => scope !== "personal:read")),
});

async function stored(id: string) {
  const reader = made.deps.warehouse.forTenant(ctx.tenant);
  const row = await waitFor(async () => (await getEvent(reader, id, "oms"))[0]);
  return { reader, row };
}

test("the raw body is rebuilt whole, which its hash proves; without its personal members for others, and once erased", async () => {
  const batchId = await made.send(ctx, sent);
  const { row, reader } = await stored("l-1");
  const { keyring, db } = made.deps;
  const raw = await rebuildRaw(ctx, keyring, row);
  expect(raw).toEqual({
    state: "readable",
    verified: true,
    body: {
      ...sent,
      occurred_at: "2026-11-02T08:00:00.500Z",
      delivery_id: "O-1",
      data: { ...sent.data, promised_by: "2026-11-03T15:30:00.000Z" },
    },
  });
  const masked = await rebuildRaw(plain(), keyring, row);
  expect(masked).toMatchObject({ state: "masked", verified: null, body: { data: { amount: 614.25 } } });
  expect(JSON.stringify(masked)).not.toMatch(/Asha|Rose|ring/);
  const origin = await readOrigin(ctx, { source: "oms", id: "l-1", batchId: row.batch_id, importId: null });
  expect(origin).toMatchObject({
    adapter: { kind: "api", preset: null, mapping_hash: null },
    batch: { id: batchId, request_id: ctx.requestId, sent_by: ctx.actor.id },
    quarantine: [],
  });
  const lineage = await waitFor(() => readDeliveryLineage(reader, "O-1"));
  expect(lineage.events).toMatchObject([{ id: "l-1", batch_id: batchId, import: null }]);
  expect(lineage.caused_by?.topic).toBe("deliveries_touched");
  await erasePersonal(ctx, { db, keyring }, "customer:U-1");
  expect(await rebuildRaw(ctx, keyring, row)).toEqual({ ...masked, state: "erased" });
});

test("an imported event knows its file and row, what it corrects, and what it was quarantined for", async () => {
  const wrong = { ...sent, id: "l-2", reason: "dog.barked" };
  const origin = {
    id: "imp_test",
    quiet: true,
    placeOf: (index: number) => ({ file: "orders.csv", row: index + 17 }),
  };
  const records = [wrong].map((json, index) => ({ index, json, raw: JSON.stringify(json) }));
  const { eventLog, keyring } = made.deps;
  await acceptEvents(ctx, { log: eventLog, keyring }, { records }, { origin });
  await made.sendBy(
    origin,
    ctx,
    { ...sent, id: "l-0" },
    { ...sent, id: "l-2", order_id: "O-2", corrects: "l-1" },
  );
  const { row, reader } = await stored("l-2");
  expect(row).toMatchObject({ import_id: "imp_test", import_file: "orders.csv", import_row: 18 });
  expect((await rebuildRaw(ctx, keyring, row)).verified).toBe(true);
  const found = await readOrigin(ctx, {
    source: "oms",
    id: "l-2",
    batchId: row.batch_id,
    importId: row.import_id,
  });
  expect(found).toMatchObject({
    adapter: { kind: "import" },
    quarantine: [{ status: "closed", reason: "not_in_list" }],
  });
  await waitFor(async () => (await findCorrectionIds(reader, { source: "oms", id: "l-1" })).includes("l-2"));
});
