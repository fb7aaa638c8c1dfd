import { afterAll, beforeAll, expect, it } from "vitest";
import { isSlow, type Topic } from "../events/log/port.ts";
import { createTestTenant, type TestTenant } from "../tenancy/testing/createTestTenant.ts";
import { waitFor } from "../tests/harness/waitFor.ts";
import { latest } from "../warehouse/latest.ts";
import type { DeliveryFactRow, FailureFactRow } from "../warehouse/tables.ts";
import { type Pipeline, startPipeline } from "./run.ts";
import { makePipeline, type TestPipeline } from "./testing/makePipeline.ts";

interface Handled {
  readonly group: string;
  readonly topic: Topic;
  readonly tenants: ReadonlySet<string>;
}

/** Deliveries of the tenant that sends much: many ranges in each partition and stage. */
const MANY = 1_200;
const RANGE = 20;
const handled: Handled[] = [];
let made: TestPipeline;
let other: TestTenant;
let running: Pipeline | undefined;

beforeAll(async () => {
  made = await makePipeline();
  other = await createTestTenant({ ...made.deps, prepare: (of) => made.deps.warehouse.prepare(of) });
});
afterAll(async () => {
  await running?.close();
  await made.close();
});

/** Starts the pipeline, with short ranges, so that each range is written down once it is done. */
function start(): Promise<Pipeline> {
  const { eventLog } = made.deps;
  return startPipeline({
    ...made.deps,
    eventLog: {
      ...eventLog,
      subscribe: (options) =>
        eventLog.subscribe({
          ...options,
          maxRecords: RANGE,
          onRange: async (range, lost) => {
            await options.onRange(range, lost);
            const tenants = new Set(range.records.map(({ key }) => key.split(":")[0] ?? ""));
            handled.push({ group: options.group, topic: range.topic, tenants });
          },
        }),
    },
  });
}

const failed = (id: string, more: object = {}) => ({
  id,
  source: "tms",
  type: "shipment.attempt_failed",
  occurred_at: "2026-11-02T08:00:00Z",
  delivery_id: `D-${id}`,
  reason: "recipient.absent",
  ...more,
});
const sendSlow = (from: number, count: number) =>
  made.sendSlow(made.tenant.ctx, ...Array.from({ length: count }, (_, n) => failed(`much-${from + n}`)));

function facts<T>(
  of: TestTenant,
  table: "delivery_facts" | "failure_facts",
  id: string,
): Promise<readonly T[]> {
  return made.deps.warehouse
    .forTenant(of.tenant)
    .query<T>(
      `SELECT * FROM ${latest(table)} WHERE tenant_key = {tenant_key:UInt32} AND delivery_id = {id:String}`,
      { id },
    );
}

it("stores, folds and analyses one tenant's events before another's backlog is through", async () => {
  const much = await sendSlow(0, MANY);
  const few = await made.send(other.ctx, ...Array.from({ length: 40 }, (_, n) => failed(`few-${n}`)));
  running = await start();
  const state = async (of: TestTenant, batch: string) => (await made.batch(of.ctx, batch)).state;
  await waitFor(async () => (await state(other, few)) === "settled", { timeoutMs: 60_000 });
  await waitFor(async () => (await state(made.tenant, much)) === "settled", { timeoutMs: 60_000 });
  const isThrough = (topics: readonly string[]) =>
    topics.every((topic) => tenantsOf(topic).has(String(made.tenant.tenant.key)));
  await waitFor(() => isThrough(["deliveries_touched_bulk", "failures_detected_bulk"]), {
    timeoutMs: 60_000,
  });
  for (const lane of [
    ["orders_raw", "fleet_raw", "bulk_raw"],
    ["deliveries_touched", "deliveries_touched_bulk"],
    ["failures_detected", "failures_detected_bulk"],
  ]) {
    const of = (tenant: TestTenant) =>
      handled.flatMap(({ group, topic, tenants }, at) =>
        group !== "exposures" && lane.includes(topic) && tenants.has(String(tenant.tenant.key)) ? [at] : [],
      );
    expect(of(other).length).toBeGreaterThan(0);
    expect(Math.max(...of(other))).toBeLessThan(Math.max(...of(made.tenant)));
  }
  for (const { topic, tenants } of handled)
    expect(tenants).toEqual(new Set([String((isSlow(topic) ? made.tenant : other).tenant.key)]));
});

it("judges identities and counts versions across both lanes as if they were one", async () => {
  const { ctx } = made.tenant;
  const batches = [
    await made.sendSlow(ctx, failed("both"), failed("clash")),
    await made.send(ctx, failed("both"), failed("clash", { reason: "address.not_located" })),
    await made.send(ctx, failed("second", { delivery_id: "D-both", occurred_at: "2026-11-02T12:00:00Z" })),
    await made.sendSlow(ctx, failed("third", { delivery_id: "D-both", occurred_at: "2026-11-03T08:00:00Z" })),
  ];
  const counts = await waitFor(
    async () => {
      const all = await Promise.all(batches.map((batch) => made.batch(ctx, batch)));
      return all.every(({ state }) => state === "settled") ? all : undefined;
    },
    { timeoutMs: 60_000 },
  );
  const sum = (of: "stored" | "duplicate" | "conflict") =>
    counts.reduce((total, each) => total + each[of], 0);
  expect([sum("stored"), sum("duplicate"), sum("conflict")]).toEqual([4, 1, 1]);
  await waitFor(
    async () => (await facts<DeliveryFactRow>(made.tenant, "delivery_facts", "D-both"))[0]?.attempts === 3,
    { timeoutMs: 60_000 },
  );
  expect(await facts<FailureFactRow>(made.tenant, "failure_facts", "D-both")).toHaveLength(3);
});

const tenantsOf = (name: string) =>
  new Set(handled.flatMap(({ topic, tenants }) => (topic === name ? [...tenants] : [])));
