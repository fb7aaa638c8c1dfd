import { afterAll, beforeAll, expect, it } from "vitest";
import type { Result } from "../../events/event.ts";
import { decodeEnvelope } from "../../events/log/envelope.ts";
import type { Subscription } from "../../events/log/port.ts";
import type { Ctx } from "../../tenancy/context.ts";
import { waitFor } from "../../tests/harness/waitFor.ts";
import { readRecommendations } from "../../warehouse/failures/storedAnalysis.ts";
import { latest } from "../../warehouse/latest.ts";
import type { FailureFactRow } from "../../warehouse/tables.ts";
import { type Pipeline, startPipeline } from "../run.ts";
import { makePipeline, type TestPipeline } from "../testing/makePipeline.ts";
import { decideRecommendation } from "./decideRecommendation.ts";
import { getRecommendation, listRecommendations } from "./listRecommendations.ts";
import { sumUpDue } from "./sumUp.ts";

let pipeline: TestPipeline;
let running: Pipeline;
let results: Subscription;
const told: Result[] = [];
beforeAll(async () => {
  pipeline = await makePipeline();
  running = await startPipeline(pipeline.deps);
  results = await pipeline.deps.eventLog.subscribe({
    group: "test",
    topics: ["results"],
    maxRecords: 100,
    onRange: async ({ records }) => {
      told.push(...records.map(({ value }) => decodeEnvelope<Result>(value).body));
    },
  });
});
afterAll(async () => {
  await results.close();
  await running.close();
  await pipeline.close();
});

const signal = new AbortController().signal;
const refused = (n: number, more = {}) => ({
  id: `f-${n}`,
  source: "tms",
  type: "shipment.attempt_failed",
  occurred_at: new Date(Date.UTC(2026, 10, 2, 4) + n * 3_600_000).toISOString(),
  delivery_id: `D-${n}`,
  client_id: "C-7",
  carrier_id: "X-1",
  reason: "address.invalid",
  ...more,
});
const failures = (ctx: Ctx) =>
  pipeline.deps.warehouse
    .forTenant(ctx.tenant)
    .query<FailureFactRow>(
      `SELECT * FROM ${latest("failure_facts")} WHERE tenant_key = {tenant_key:UInt32} AND analysis != '' AND status = 'open'`,
    );
const listed = async (ctx: Ctx) => (await listRecommendations(ctx, {}, { limit: 100 })).rows;
/** Sums up until the tenant's figures are those of all its failures. */
const summedUp = (ctx: Ctx, count: number) =>
  waitFor(
    async () => {
      await sumUpDue(pipeline.deps, signal);
      const rows = await listed(ctx);
      const verify = rows.find(
        ({ playbook, entityId }) => playbook === "verify_address" && entityId === "C-7",
      );
      return (await failures(ctx)).length >= count && verify?.failures === count && verify;
    },
    { timeoutMs: 40_000, intervalMs: 300 },
  );

it("sums up over failures, covers each of them, tells once, and keeps what was decided", async () => {
  const { ctx } = pipeline.tenant;
  await pipeline.send(ctx, refused(1), refused(2), refused(3), refused(4, { client_id: "C-8" }));
  const row = await summedUp(ctx, 3);
  expect(row).toMatchObject({ entityKind: "client", ownerRole: "customer_service", status: "open" });
  expect(row.avoided).toBeGreaterThan(0);
  expect(row.avoided).toBeLessThan(3);
  expect(row.avoidedLow).toBeLessThan(row.avoided);
  expect(row.avoidedHigh).toBeGreaterThan(row.avoided);

  const ids = new Set((await listed(ctx)).map(({ id }) => id));
  for (const { recommendations } of await failures(ctx)) {
    const own = readRecommendations(recommendations);
    expect(own.length).toBeGreaterThan(0);
    expect(own.every(({ id }) => ids.has(id))).toBe(true);
  }
  const messages = () =>
    told.filter(({ type, object_id }) => type === "recommendation.created" && object_id === row.id);
  await waitFor(() => messages().length === 1);
  expect(messages()[0]?.data).toMatchObject({
    id: row.id,
    failures: 3,
    entity: { kind: "client", id: "C-7" },
  });
  // One failure is no pattern: nobody is told.
  const lone = (await listed(ctx)).find(({ entityId }) => entityId === "C-8");
  expect(told.some(({ object_id }) => object_id === lone?.id)).toBe(false);

  await decideRecommendation(ctx, row.id, { status: "accepted", by: "ops-7" });
  await pipeline.send(ctx, refused(5));
  const after = await summedUp(ctx, 4);
  expect(after).toMatchObject({ id: row.id, status: "accepted", statusBy: "ops-7" });
  expect(after.version).toBeGreaterThan(row.version + 1);
  expect(messages()).toHaveLength(1);
});

it("belongs to its tenant alone, though another has the same clients", async () => {
  const { ctx, testCtx } = pipeline.tenant;
  await pipeline.send(testCtx, refused(1));
  const own = await summedUp(testCtx, 1);
  await expect(getRecommendation(ctx, own.id)).rejects.toMatchObject({ code: "not_found" });
  expect((await listed(testCtx)).every(({ failures }) => failures === 1)).toBe(true);
});
