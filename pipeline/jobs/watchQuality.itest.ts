import { sql } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { acceptEvents } from "../../events/accept/acceptEvents.ts";
import type { LogAppend } from "../../events/log/port.ts";
import { listAlerts } from "../../events/quality/readAlerts.ts";
import type { Ctx } from "../../tenancy/context.ts";
import { withSystem } from "../../tenancy/database.ts";
import { createTestTenant } from "../../tenancy/testing/createTestTenant.ts";
import { waitFor } from "../../tests/harness/waitFor.ts";
import { type Pipeline, startPipeline } from "../run.ts";
import { makePipeline, type TestPipeline } from "../testing/makePipeline.ts";
import { watchQuality } from "./watchQuality.ts";

let made: TestPipeline;
let running: Pipeline;
let ctx: Ctx;
beforeAll(async () => {
  made = await makePipeline();
  running = await startPipeline(made.deps);
});
afterAll(async () => {
  await running.close();
  await made.close();
});
beforeEach(async () => {
  const { db, keyring } = made.deps;
  ({ ctx } = await createTestTenant({ db, keyring, prepare: async () => {} }));
});

const query = async (text: ReturnType<typeof sql>) => [
  ...(await withSystem(made.deps.db, "test", (tx) => tx.execute(text))),
];
/** Lets time pass for the tenant's counts and alerts. */
async function pass(minutes: number): Promise<void> {
  const ago = sql`${minutes} * interval '1 minute'`;
  await query(sql`UPDATE quality_counts SET at = at - ${ago} WHERE tenant_id = ${ctx.tenant.id}`);
  await query(
    sql`UPDATE quality_alerts SET opened_at = opened_at - ${ago} WHERE tenant_id = ${ctx.tenant.id}`,
  );
}
const count = (source: string, stored: number, rejected: number) =>
  query(sql`
    INSERT INTO quality_counts (tenant_id, source, type, at, slot, stored, rejected)
    VALUES (${ctx.tenant.id}, ${source}, '', date_bin('5 minutes', now(), timestamptz '2000-01-01'), 0, ${stored}, ${rejected})
    ON CONFLICT (tenant_id, source, type, at, slot) DO UPDATE
    SET stored = quality_counts.stored + ${stored}, rejected = quality_counts.rejected + ${rejected}`);

/** Looks once; answers what was told of this tenant. */
async function watch(eventLog = made.deps.eventLog) {
  const told: LogAppend[] = [];
  const append: typeof eventLog.append = (records) => {
    told.push(...records);
    return eventLog.append(records);
  };
  await watchQuality({ ...made.deps, eventLog: { ...eventLog, append } });
  return told
    .filter(({ key }) => key.startsWith(`${ctx.tenant.key}:`))
    .map(({ value }) => JSON.parse(value).body);
}
const alerts = () => listAlerts(ctx, { limit: 10 });

test("a source is told of once when more than 1 % of at least 100 records were refused, and once when it is over", async () => {
  await count("few", 50, 40);
  await count("good", 990, 10);
  await count("bad", 985, 15);
  const told = await watch();
  expect(told).toMatchObject([
    {
      type: "quality.alert",
      version: 1,
      data: { state: "open", source: "bad", received: 1000, refused: 15, rate: 0.015 },
    },
  ]);
  expect(told[0].data).toEqual((await alerts())[0]);
  expect(await watch()).toEqual([]);
  await count("bad", 1000, 2);
  expect(await watch()).toEqual([]);
  await count("bad", 2000, 0);
  const over = await watch();
  expect(over).toMatchObject([
    {
      object_id: told[0].object_id,
      version: 2,
      data: { state: "resolved", resolved: { received: 4002, refused: 17 } },
    },
  ]);
  expect(await watch()).toEqual([]);
});

test("within an hour a source that goes bad again is not told of again; later it is", async () => {
  await count("bad", 100, 10);
  expect(await watch()).toHaveLength(1);
  await count("bad", 9000, 0);
  expect(await watch()).toHaveLength(1);
  await count("bad", 0, 900);
  expect(await watch()).toEqual([]);
  await pass(65);
  expect(await watch()).toEqual([]);
  await count("bad", 100, 10);
  expect(await watch()).toHaveLength(1);
  await pass(65);
  expect(await watch()).toMatchObject([{ data: { state: "resolved", resolved: { received: 0, rate: 0 } } }]);
});

test("what the log did not take is told by the next look", async () => {
  await count("bad", 100, 10);
  const { eventLog } = made.deps;
  const away = { ...eventLog, append: async () => [{ ok: false as const, reason: "away" }] };
  await expect(watchQuality({ ...made.deps, eventLog: away })).rejects.toThrow("not taken");
  expect(await watch()).toMatchObject([{ version: 1 }]);
  expect(await watch()).toEqual([]);
});

test("records are counted by source and type as edge and pipeline decide, once each", async () => {
  const order = (id: string, more: object = {}) => ({
    id,
    source: "oms",
    type: "order.created",
    occurred_at: "2026-11-02T08:00:00Z",
    order_id: `O-${id}`,
    ...more,
  });
  const send = async (...events: object[]) => {
    const records = events.map((json, index) => ({ index, json, raw: JSON.stringify(json) }));
    const { eventLog, keyring } = made.deps;
    const { batch_id } = await acceptEvents(ctx, { log: eventLog, keyring }, { records });
    await waitFor(async () => (await made.batch(ctx, batch_id)).state === "settled");
  };
  await made.deps.warehouse.prepare(ctx.tenant);
  await send(
    order("q-1"),
    order("q-2"),
    order("q-2"),
    order("q-3", { city: 7 }),
    order("q-4", { type: "no.such" }),
  );
  await send(order("q-1"), order("q-2", { city: "Pune" }));
  const rows = await query(sql`
    SELECT source, type, sum(stored)::int AS stored, sum(duplicate)::int AS duplicate, sum(conflict)::int AS conflict,
           sum(quarantined)::int AS quarantined, sum(rejected)::int AS rejected
    FROM quality_counts WHERE tenant_id = ${ctx.tenant.id} GROUP BY 1, 2 ORDER BY 2`);
  expect(rows).toEqual([
    { source: "oms", type: "", stored: 0, duplicate: 0, conflict: 0, quarantined: 0, rejected: 1 },
    {
      source: "oms",
      type: "order.created",
      stored: 2,
      duplicate: 2,
      conflict: 1,
      quarantined: 0,
      rejected: 1,
    },
  ]);
});
