import { isDeepStrictEqual } from "node:util";
import { afterAll, beforeAll, expect, it } from "vitest";
import { waitFor } from "../tests/harness/waitFor.ts";
import { latest } from "../warehouse/latest.ts";
import type { DeliveryFactRow, FailureFactRow } from "../warehouse/tables.ts";
import { migrateJobs } from "./jobs/migrateJobs.ts";
import { type JobQueue, startJobs } from "./jobs/startJobs.ts";
import { type Pipeline, startPipeline } from "./run.ts";
import { makePipeline, type TestPipeline } from "./testing/makePipeline.ts";

let pipeline: TestPipeline;
let running: Pipeline;
let jobs: JobQueue;

beforeAll(async () => {
  pipeline = await makePipeline();
  await migrateJobs(pipeline.databaseUrl);
  running = await startPipeline(pipeline.deps);
  jobs = await startJobs(pipeline.deps, pipeline.databaseUrl);
});
afterAll(async () => {
  await jobs.close();
  await running.close();
  await pipeline.close();
});

const event = (
  id: string,
  type: string,
  delivery: string | null,
  more: Readonly<Record<string, unknown>> = {},
) => ({
  id,
  source: "tms",
  type,
  occurred_at: "2026-11-02T08:00:00Z",
  ...(delivery === null ? {} : { delivery_id: delivery }),
  ...more,
});
const failed = (id: string, delivery: string, more = {}) =>
  event(id, "shipment.attempt_failed", delivery, more);

async function facts<T>(table: "delivery_facts" | "failure_facts", delivery: string): Promise<T[]> {
  const reader = pipeline.deps.warehouse.forTenant(pipeline.tenant.tenant);
  return reader.query<T>(
    `SELECT * FROM ${latest(table)} WHERE tenant_key = {tenant_key:UInt32} AND delivery_id = {delivery:String}`,
    { delivery },
  );
}
const stateOf = async (delivery: string) =>
  (await facts<DeliveryFactRow>("delivery_facts", delivery))[0]?.state;
const failuresOf = async (delivery: string) =>
  (await facts<FailureFactRow>("failure_facts", delivery)).map(({ status }) => status);
const send = (...events: Parameters<TestPipeline["send"]>[1][]) =>
  pipeline.send(pipeline.tenant.ctx, ...events);

it("explains a failed attempt", async () => {
  await send(failed("a-1", "D-a", { reason: "recipient.absent" }));
  await waitFor(
    async () => (await facts<FailureFactRow>("failure_facts", "D-a"))[0]?.primary_cause !== undefined,
  );
  await waitFor(
    async () => (await facts<FailureFactRow>("failure_facts", "D-a"))[0]?.analysis_status === "final",
  );
});

it("takes a retraction without delivery_id after its target", async () => {
  await send(failed("b-1", "D-b"));
  await waitFor(async () => (await failuresOf("D-b")).includes("open"));
  await send(event("b-2", "event.retracted", null, { corrects: "b-1" }));
  await waitFor(async () => isDeepStrictEqual(await failuresOf("D-b"), ["withdrawn"]));
  await waitFor(async () => (await stateOf("D-b")) === undefined);
});

it("takes a retraction without delivery_id before its target", async () => {
  await send(event("c-2", "event.retracted", null, { corrects: "c-1" }));
  await send(
    event("c-0", "shipment.out_for_delivery", "D-c", { occurred_at: "2026-11-02T07:00:00Z" }),
    failed("c-1", "D-c"),
  );
  await waitFor(async () => (await stateOf("D-c")) === "out_for_delivery");
  await waitFor(async () => (await failuresOf("D-c")).every((status) => status === "withdrawn"));
});

it("moves an event to another delivery and folds both", async () => {
  await send(
    event("d-0", "shipment.out_for_delivery", "D-d", { occurred_at: "2026-11-02T07:00:00Z" }),
    failed("d-1", "D-d"),
  );
  await waitFor(async () => (await stateOf("D-d")) === "failed");
  await send(failed("d-2", "D-e", { corrects: "d-1" }));
  await waitFor(
    async () => (await stateOf("D-d")) === "out_for_delivery" && (await stateOf("D-e")) === "failed",
  );
  await waitFor(async () => isDeepStrictEqual(await failuresOf("D-d"), ["withdrawn"]));
  expect(await failuresOf("D-e")).toEqual(["open"]);
});

it("changes an event's type", async () => {
  await send(failed("f-1", "D-f"));
  await waitFor(async () => (await stateOf("D-f")) === "failed");
  await send(event("f-2", "shipment.delivered", "D-f", { corrects: "f-1" }));
  await waitFor(async () => (await stateOf("D-f")) === "delivered");
  expect(await failuresOf("D-f")).toEqual(["withdrawn"]);
});

it("calls an open promise late by the sweep, and withdraws it when it was met after all", async () => {
  const order = { order_id: "O-g", data: { promised_by: "2026-11-03T08:00:00Z" } };
  await send(event("g-1", "order.created", "D-g", order));
  await waitFor(async () => (await failuresOf("D-g")).includes("open"));
  await send(event("g-2", "shipment.delivered", "D-g", { occurred_at: "2026-11-03T07:00:00Z" }));
  await waitFor(async () => isDeepStrictEqual(await failuresOf("D-g"), ["withdrawn"]));
});

/** A chain of corrections, each moving the event to another delivery, and a later rival of the chain's first link. */
const chain = (name: string) => [
  failed(`${name}-t`, `D-${name}-t`),
  failed(`${name}-c1`, `D-${name}-c1`, { corrects: `${name}-t` }),
  failed(`${name}-c2`, `D-${name}-c2`, { corrects: `${name}-c1` }),
];
const rival = (name: string) =>
  failed(`${name}-c9`, `D-${name}-c9`, { corrects: `${name}-t`, occurred_at: "2026-11-02T09:00:00Z" });
const statesOf = (name: string) =>
  Promise.all(["t", "c1", "c2", "c9"].map((link) => stateOf(`D-${name}-${link}`)));
const ONLY_THE_RIVAL = [undefined, undefined, undefined, "failed"];

it("lets a later rival of the first link displace the end of a chain in another delivery", async () => {
  await send(...chain("h"));
  await waitFor(async () => (await stateOf("D-h-c2")) === "failed");
  await send(rival("h"));
  await waitFor(async () => (await stateOf("D-h-c2")) === undefined);
  await waitFor(async () => isDeepStrictEqual(await statesOf("h"), ONLY_THE_RIVAL));
  expect(await failuresOf("D-h-c2")).toEqual(["withdrawn"]);
});

it("lets no chain that comes after the rival of its first link stand", async () => {
  await send(rival("i"));
  await waitFor(async () => (await stateOf("D-i-c9")) === "failed");
  // The delivery of the chain's end has an event of its own, whose fold shows when it was looked at.
  const other = { occurred_at: "2026-11-02T07:00:00Z" };
  await send(...chain("i"), event("i-0", "shipment.out_for_delivery", "D-i-c2", other));
  await waitFor(async () => (await stateOf("D-i-c2")) !== undefined);
  await waitFor(async () => (await stateOf("D-i-c2")) === "out_for_delivery");
  expect(await stateOf("D-i-c9")).toBe("failed");
  expect(await failuresOf("D-i-c2")).not.toContain("open");
});
