import { ClickHouseError } from "@clickhouse/client";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { acceptEvents } from "../events/accept/acceptEvents.ts";
import { createReplay } from "../events/quarantine/createReplay.ts";
import { getQuarantined } from "../events/quarantine/getQuarantined.ts";
import { listQuarantine } from "../events/quarantine/listQuarantine.ts";
import { getReplay } from "../events/quarantine/readReplays.ts";
import { resubmitItem } from "../events/quarantine/resubmitItem.ts";
import type { Ctx } from "../tenancy/context.ts";
import { createTestTenant } from "../tenancy/testing/createTestTenant.ts";
import { waitFor } from "../tests/harness/waitFor.ts";
import type { Warehouse } from "../warehouse/client.ts";
import { replayQuarantine } from "./jobs/replayQuarantine.ts";
import type { PipelineDeps } from "./ports.ts";
import { type Pipeline, startPipeline } from "./run.ts";
import { makePipeline, type TestPipeline } from "./testing/makePipeline.ts";

const DAYS_MS = 86_400_000;
/** Ids of events that the warehouse refuses for the time being. */
const refusedIds = new Set<string>();

let made: TestPipeline;
let running: Pipeline;
let ctx: Ctx;
let deps: PipelineDeps & { readonly log: PipelineDeps["log"] };
beforeAll(async () => {
  made = await makePipeline();
  deps = { ...made.deps, warehouse: refusing(made.deps.warehouse) };
  running = await startPipeline(deps);
});
afterAll(async () => {
  await running.close();
  await made.close();
});
beforeEach(async () => {
  const { db, keyring, warehouse } = made.deps;
  ({ ctx } = await createTestTenant({ db, keyring, prepare: (of) => warehouse.prepare(of) }));
});
afterEach(() => refusedIds.clear());

/** The real one, but for refusing these ids as ClickHouse refuses what it cannot parse. */
function refusing(warehouse: Warehouse): Warehouse {
  return {
    ...warehouse,
    insert: async (database, table, rows, options) => {
      if (table === "events" && rows.some((row) => refusedIds.has((row as { id: string }).id)))
        throw new ClickHouseError({ message: "Cannot parse input", code: "27", type: "CANNOT_PARSE_INPUT" });
      return warehouse.insert(database, table, rows, options);
    },
  };
}

type Json = Readonly<Record<string, unknown>>;
const order = (id: string, more: Json = {}): Json => ({
  id,
  source: "oms",
  type: "order.created",
  occurred_at: "2026-11-02T08:00:00Z",
  order_id: `O-${id}`,
  ...more,
});
const acceptDeps = () => ({ log: made.deps.eventLog, keyring: made.deps.keyring });

/** On a busy machine a range waits for its turn. */
const PATIENCE = { timeoutMs: 50_000 };

async function send(...events: readonly Json[]) {
  const records = events.map((json, index) => ({ index, json, raw: JSON.stringify(json) }));
  const answer = await acceptEvents(ctx, acceptDeps(), { records });
  await waitFor(
    async () => answer.accepted === 0 || (await made.batch(ctx, answer.batch_id)).state === "settled",
    PATIENCE,
  );
  return answer.batch_id;
}

const items = async (event_id: string) =>
  (await listQuarantine(ctx, made.deps, { event_id, limit: 10 })).toReversed();
async function only(event_id: string) {
  const [item, ...more] = await items(event_id);
  if (item === undefined || more.length > 0) throw new Error(`${more.length + (item ? 1 : 0)} items`);
  return item;
}

test("a record that the warehouse refuses is kept whole, counted when it comes again, and closed once it is stored", async () => {
  refusedIds.add("r-1");
  const batchId = await send(
    order("r-1", { reason_text: "said Asha", data: { note: "ring Asha", amount: 5 } }),
    order("r-2"),
  );
  expect(await made.batch(ctx, batchId)).toMatchObject({ stored: 1, quarantined: 1 });
  const item = await only("r-1");
  expect(item).toMatchObject({
    stage: "store",
    status: "open",
    reason: "warehouse_refused",
    batch_id: batchId,
    seen: 1,
  });
  const { raw } = await getQuarantined(ctx, made.deps, item.id);
  expect(raw).toMatchObject({
    state: "readable",
    body: { reason_text: "said Asha", data: { note: "ring Asha", amount: 5 } },
  });
  const plain = { ...ctx, scopes: new Set([...ctx.scopes].filter((scope) => scope !== "personal:read")) };
  const masked = (await getQuarantined(plain, made.deps, item.id)).raw;
  expect(masked).toMatchObject({ state: "masked", body: { id: "r-1", data: { amount: 5 } } });
  expect(JSON.stringify(masked)).not.toContain("Asha");

  const still = await resubmitItem(ctx, acceptDeps(), { id: item.id });
  expect(still.resubmitted?.by).toBe(ctx.actor.id);
  await waitFor(async () => (await only("r-1")).seen === 2, PATIENCE);
  expect(await only("r-1")).toMatchObject({ id: item.id, status: "open", first_seen_at: item.first_seen_at });
  refusedIds.clear();
  const again = await resubmitItem(ctx, acceptDeps(), { id: item.id });
  await waitFor(async () => (await only("r-1")).status === "closed", PATIENCE);
  expect((await only("r-1")).resolution).toMatchObject({
    kind: "resubmitted",
    by: ctx.actor.id,
    batch_id: again.resubmitted?.batch_id,
  });
});

test("the sender's own resend closes what the store stage had refused", async () => {
  refusedIds.add("s-1");
  await send(order("s-1"));
  expect((await only("s-1")).status).toBe("open");
  refusedIds.clear();
  const batch_id = await send(order("s-1", { city: "Pune" }));
  expect(await only("s-1")).toMatchObject({
    status: "closed",
    resolution: { kind: "corrected", by: null, batch_id },
  });
});

test("a resend that is refused again leaves its item open: what the edge accepts is not stored yet", async () => {
  refusedIds.add("t-1");
  await send(order("t-1"));
  await send(order("t-1", { city: "Pune" }));
  expect(await only("t-1")).toMatchObject({ status: "open", seen: 2 });
});

test("a conflict stays until its event is corrected", async () => {
  await send(order("c-1"));
  await send(order("c-1", { city: "Pune" }));
  const item = await only("c-1");
  expect(item).toMatchObject({ stage: "store", status: "open", reason: "event_id_conflict" });
  await send(order("c-1"));
  expect((await only("c-1")).status).toBe("open");
  await expect(resubmitItem(ctx, acceptDeps(), { id: item.id })).rejects.toMatchObject({
    code: "unprocessable",
  });
  const wrong = resubmitItem(ctx, acceptDeps(), { id: item.id, event: order("c-1", { city: "Pune" }) });
  await expect(wrong).rejects.toMatchObject({
    errors: [{ pointer: "/event/corrects" }, { code: "event_id_conflict", pointer: "/event/id" }],
  });
  const event = order("c-2", { city: "Pune", order_id: "O-c-1", corrects: "c-1" });
  expect((await resubmitItem(ctx, acceptDeps(), { id: item.id, event })).status).toBe("open");
  await waitFor(async () => (await only("c-1")).status === "closed", PATIENCE);
  expect((await only("c-1")).resolution?.kind).toBe("resubmitted");
});

/** Events of the day after tomorrow are refused today, and in order then. */
const early = (id: string, more: Json = {}): Json =>
  order(id, { occurred_at: new Date(Date.now() + 2 * DAYS_MS).toISOString(), ...more });
const then = () => ({ ...made.deps, now: () => Date.now() + 3 * DAYS_MS });
const never = new AbortController().signal;

test("a replay sends all open items of a group again, once, and tells how far it is", async () => {
  const events = Array.from({ length: 600 }, (_, n) => early(`p-${n}`));
  await send(...events.slice(0, 300));
  await send(
    ...events.slice(300),
    early("other", { source: "wms" }),
    early("p-wrong", { reason: "dog.barked" }),
  );
  const filter = { source: "oms", type: "order.created", pointer: "/occurred_at" };
  const replay = await createReplay(ctx, filter);
  expect(replay).toMatchObject({ state: "queued", matched: 601, done: 0, filter });
  expect((await createReplay(ctx, filter)).id).toBe(replay.id);
  await send(early("later"));
  await replayQuarantine(then(), never);
  expect(await getReplay(ctx, replay.id)).toMatchObject({
    ...{ state: "finished", matched: 601, done: 601, accepted: 600, rejected: 1, skipped: 0 },
    by: ctx.actor.id,
  });
  const left = await listQuarantine(ctx, made.deps, { status: "open", limit: 100 });
  expect(left.map(({ event_id, reason }) => [event_id, reason]).sort()).toEqual([
    ["later", "out_of_range"],
    ["other", "out_of_range"],
    ["p-wrong", "not_in_list"],
  ]);
  await createReplay(ctx, filter);
  await replayQuarantine(then(), never);
  const reader = made.deps.warehouse.forTenant(ctx.tenant);
  const stored = async () => {
    const text =
      "SELECT count() AS n, uniqExact(id) AS ids FROM {{events}} WHERE tenant_key = {tenant_key:UInt32}";
    const [row] = await reader.query<{ n: number | string; ids: number | string }>(text);
    return [Number(row?.n), Number(row?.ids)];
  };
  await waitFor(async () => (await stored())[0] === 601, PATIENCE);
  expect(await stored()).toEqual([601, 601]);
});

test("a replay that dies between sending and writing it down sends again, and nothing is stored twice", async () => {
  await send(...Array.from({ length: 20 }, (_, n) => early(`k-${n}`)));
  const replay = await createReplay(ctx, { source: "oms" });
  const { eventLog } = made.deps;
  const dying = {
    ...then(),
    eventLog: {
      ...eventLog,
      append: async (records: Parameters<typeof eventLog.append>[0]) => {
        await eventLog.append(records);
        throw new Error("killed after the append");
      },
    },
  };
  await expect(replayQuarantine(dying, never)).rejects.toThrow("killed");
  expect(await getReplay(ctx, replay.id)).toMatchObject({ done: 0 });
  await replayQuarantine(then(), never);
  expect(await getReplay(ctx, replay.id)).toMatchObject({ state: "finished", done: 20, accepted: 20 });
  const reader = made.deps.warehouse.forTenant(ctx.tenant);
  const text = "SELECT count() AS n FROM {{events}} WHERE tenant_key = {tenant_key:UInt32}";
  const last = (await listQuarantine(ctx, made.deps, { limit: 1 }))[0]?.resolution?.batch_id ?? "";
  await waitFor(async () => (await made.batch(ctx, last)).state === "settled", PATIENCE);
  expect(await made.batch(ctx, last)).toMatchObject({ accepted: 20, stored: 0, duplicate: 20 });
  const [row] = await reader.query<{ n: number | string }>(text);
  expect(Number(row?.n)).toBe(20);
});
