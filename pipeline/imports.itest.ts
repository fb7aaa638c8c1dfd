import { eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, it } from "vitest";
import { imports } from "../drizzle/schema/import.ts";
import type { Result } from "../events/event.ts";
import { decodeEnvelope } from "../events/log/envelope.ts";
import type { Subscription } from "../events/log/port.ts";
import { withTenant } from "../tenancy/database.ts";
import { newId } from "../tenancy/id.ts";
import { waitFor } from "../tests/harness/waitFor.ts";
import { latest } from "../warehouse/latest.ts";
import type { FailureFactRow } from "../warehouse/tables.ts";
import { migrateJobs } from "./jobs/migrateJobs.ts";
import { type JobQueue, startJobs } from "./jobs/startJobs.ts";
import { type Pipeline, startPipeline } from "./run.ts";
import { awaitSettled } from "./sweep/awaitSettled.ts";
import { makePipeline, type TestPipeline } from "./testing/makePipeline.ts";

let pipeline: TestPipeline;
let running: Pipeline;
let jobs: JobQueue;
let following: Subscription;
/** Deliveries that anything was told of. */
const told = new Set<unknown>();

beforeAll(async () => {
  pipeline = await makePipeline();
  await migrateJobs(pipeline.databaseUrl);
  running = await startPipeline(pipeline.deps);
  jobs = await startJobs(pipeline.deps, pipeline.databaseUrl);
  following = await pipeline.deps.eventLog.subscribe({
    group: "test",
    topics: ["results"],
    maxRecords: 100,
    onRange: async ({ records }) => {
      for (const { value } of records) told.add(decodeEnvelope<Result>(value).body.data["delivery_id"]);
    },
  });
});
afterAll(async () => {
  await following.close();
  await jobs.close();
  await running.close();
  await pipeline.close();
});

/** An import as it stands while its rows are read. */
async function openImport(asOf: string | null): Promise<string> {
  const id = newId("imp_");
  const { tenant } = pipeline.tenant.ctx;
  const row = { tenantId: tenant.id, id, state: "running" as const, mapping: {}, createdBy: "key_test" };
  await withTenant(pipeline.deps.db, tenant.id, (tx) =>
    tx.insert(imports).values({ ...row, asOf: asOf === null ? null : new Date(asOf) }),
  );
  return id;
}

async function finishImport(id: string, clock: string | null): Promise<void> {
  await withTenant(pipeline.deps.db, pipeline.tenant.ctx.tenant.id, (tx) =>
    tx
      .update(imports)
      .set({ state: "settling", settledAt: new Date(), clockAt: clock === null ? null : new Date(clock) })
      .where(eq(imports.id, id)),
  );
}

const order = (delivery: string, promisedBy: string) => ({
  id: `order-${delivery}`,
  source: "erp",
  type: "order.created",
  occurred_at: "2025-09-01T08:00:00Z",
  order_id: delivery,
  data: { promised_by: promisedBy },
});
const failed = (delivery: string) => ({
  id: `failed-${delivery}`,
  source: "tms",
  type: "shipment.attempt_failed",
  occurred_at: "2025-09-02T08:00:00Z",
  delivery_id: delivery,
});

function failuresOf(delivery: string): Promise<FailureFactRow[]> {
  return pipeline.deps.warehouse
    .forTenant(pipeline.tenant.tenant)
    .query<FailureFactRow>(
      `SELECT * FROM ${latest("failure_facts")} WHERE tenant_key = {tenant_key:UInt32} AND delivery_id = {delivery:String}`,
      { delivery },
    );
}
const kindsOf = async (delivery: string) => (await failuresOf(delivery)).map(({ kind }) => kind).sort();
const quietOf = async (...deliveries: readonly string[]) =>
  (await Promise.all(deliveries.map(failuresOf))).map(([row]) => row?.quiet);
const settled = () => awaitSettled(pipeline.deps.eventLog, 20_000, new AbortController().signal);
/** Whether all that was to be told up to now has been heard. */
const heardAll = async () => {
  const lag = await pipeline.deps.eventLog.lag("test", ["results"]);
  return lag.every(({ end, committed }) => committed >= end);
};
const sendBy = (id: string, quiet: boolean, ...events: Parameters<TestPipeline["sendBy"]>[2][]) =>
  pipeline.sendBy({ id, quiet }, pipeline.tenant.ctx, ...events);

it("judges what only an import speaks of by the import's clock, once it has finished, and tells nobody", async () => {
  const id = await openImport("2025-09-10T00:00:00Z");
  await sendBy(id, true, order("I-due", "2025-09-03T08:00:00Z"), order("I-open", "2025-09-09T20:00:00Z"));
  await sendBy(id, true, failed("I-failed"));
  // A live delivery that is just as late shows that a sweep has passed, and is told of.
  await pipeline.send(pipeline.tenant.ctx, order("L-due", "2025-09-03T08:00:00Z"));
  await waitFor(async () => (await kindsOf("L-due")).includes("late"));
  await waitFor(() => told.has("L-due"));
  expect(await kindsOf("I-due")).toEqual([]);
  await finishImport(id, "2025-09-10T00:00:00Z");
  await waitFor(async () => (await kindsOf("I-due")).includes("late"));
  await waitFor(async () => (await failuresOf("I-failed"))[0]?.analysis_status === "final");
  await waitFor(async () => (await failuresOf("I-due"))[0]?.analysis_status === "final");
  await settled();
  expect(await kindsOf("I-open")).toEqual([]);
  expect(await quietOf("I-failed", "I-due", "L-due")).toEqual([1, 1, 0]);
  await waitFor(heardAll);
  expect([...told]).toEqual(["L-due"]);
  const later = await openImport("2025-09-20T00:00:00Z");
  await finishImport(id, "2025-09-20T00:00:00Z");
  await finishImport(later, "2025-09-20T00:00:00Z");
  await waitFor(async () => (await kindsOf("I-open")).includes("late"));
});

it("goes by the tenant's clock when the import says no time, and tells when the import is to notify", async () => {
  const id = await openImport(null);
  await sendBy(id, false, order("N-due", "2025-09-03T08:00:00Z"));
  await settled();
  await finishImport(id, null);
  await waitFor(async () => (await kindsOf("N-due")).includes("late"));
  await waitFor(() => told.has("N-due"));
});

it("goes by the tenant's clock as soon as something else speaks of the delivery", async () => {
  const id = await openImport("2025-09-02T00:00:00Z");
  await sendBy(id, true, order("M-due", "2025-09-03T08:00:00Z"));
  await settled();
  await pipeline.send(pipeline.tenant.ctx, {
    id: "picked-M-due",
    source: "wms",
    type: "shipment.picked_up",
    occurred_at: "2025-09-02T10:00:00Z",
    delivery_id: "M-due",
  });
  await waitFor(async () => (await kindsOf("M-due")).includes("late"));
  expect(await quietOf("M-due")).toEqual([0]);
});
