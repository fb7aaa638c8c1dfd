import { eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, it } from "vitest";
import { failureFeedback } from "../../drizzle/schema/attribution.ts";
import { auditLog } from "../../drizzle/schema/audit.ts";
import { withTenant } from "../../tenancy/database.ts";
import { waitFor } from "../../tests/harness/waitFor.ts";
import { latest } from "../../warehouse/latest.ts";
import { getFailure } from "../../warehouse/queries/failures.ts";
import type { FailureFactRow } from "../../warehouse/tables.ts";
import { type Pipeline, startPipeline } from "../run.ts";
import { makePipeline, type TestPipeline } from "../testing/makePipeline.ts";
import { findFeedback } from "./findFeedback.ts";
import { giveFeedback } from "./giveFeedback.ts";
import { reanalyzeFailure } from "./reanalyzeFailure.ts";

let pipeline: TestPipeline;
let running: Pipeline;
beforeAll(async () => {
  pipeline = await makePipeline();
  running = await startPipeline(pipeline.deps);
});
afterAll(async () => {
  await running.close();
  await pipeline.close();
});

const failed = (source: string, delivery: string, at: string, more = {}) => ({
  id: `${source}-${delivery}`,
  source,
  type: "shipment.attempt_failed",
  occurred_at: at,
  delivery_id: delivery,
  reason: "recipient.absent",
  ...more,
});
const reader = () => pipeline.deps.warehouse.forTenant(pipeline.tenant.tenant);
const failuresOf = (delivery: string) =>
  reader().query<FailureFactRow>(
    `SELECT * FROM ${latest("failure_facts")} WHERE tenant_key = {tenant_key:UInt32} AND delivery_id = {delivery:String}
     ORDER BY occurred_at`,
    { delivery },
  );
const analysed = (delivery: string, test: (row: FailureFactRow) => boolean = () => true) =>
  waitFor(
    async () =>
      (await failuresOf(delivery)).find((row) => row.analysis !== "" && row.status === "open" && test(row)),
    { timeoutMs: 30_000 },
  );

it("stands beside the analysis, survives a merge of attempts, and can be withdrawn", async () => {
  const { ctx } = pipeline.tenant;
  await pipeline.send(ctx, failed("tms-z", "D-fb", "2026-11-02T08:00:00Z"));
  const first = await analysed("D-fb");
  const given = await giveFeedback(ctx, pipeline.deps, {
    failureId: first.failure_id,
    confirmedCause: "address.invalid",
    by: "ops-7",
    note: "Called Mrs Rao: wrong house",
  });
  expect(given).toMatchObject({ confirmedCause: "address.invalid", by: "ops-7" });
  const confirmed = await analysed("D-fb", (row) => row.confirmed_cause === "address.invalid");
  expect(confirmed).toMatchObject({ failure_id: first.failure_id, confirmed_by: "ops-7" });
  expect(JSON.parse(confirmed.analysis).primary).toEqual(JSON.parse(first.analysis).primary);

  // A second source tells of the same attempt, and its identity is the smaller one: the failure gets another id.
  await pipeline.send(ctx, failed("crm-a", "D-fb", "2026-11-02T08:10:00Z"));
  const merged = await analysed(
    "D-fb",
    (row) => row.failure_id !== first.failure_id && row.confirmed_cause !== "",
  );
  expect(merged.confirmed_cause).toBe("address.invalid");
  expect((await getFailure(reader(), first.failure_id))?.confirmed_cause).toBe("address.invalid");
  expect((await findFeedback(ctx, pipeline.deps, merged)).note).toBe("Called Mrs Rao: wrong house");

  await giveFeedback(ctx, pipeline.deps, { failureId: merged.failure_id, confirmedCause: null });
  expect(await findFeedback(ctx, pipeline.deps, merged)).toMatchObject({ confirmedCause: null, by: null });
  await analysed("D-fb", (row) => row.failure_id === merged.failure_id && row.confirmed_cause === "");

  const kept = await withTenant(ctx.db, ctx.tenant.id, async (tx) => ({
    rows: await tx.select().from(failureFeedback).where(eq(failureFeedback.deliveryId, "D-fb")),
    audit: await tx.select().from(auditLog).orderBy(auditLog.id),
  }));
  expect(kept.rows).toHaveLength(1);
  expect(JSON.stringify(kept.rows)).not.toContain("Rao");
  expect(kept.audit.map(({ action }) => action).filter((action) => action.startsWith("feedback"))).toEqual([
    "feedback.given",
    "feedback.withdrawn",
  ]);
});

it("is another's to neither see nor give, and what was withdrawn is not explained again", async () => {
  const { ctx } = pipeline.tenant;
  await pipeline.send(ctx, failed("tms", "D-gone", "2026-11-02T08:00:00Z"));
  const row = await analysed("D-gone");
  expect(await reanalyzeFailure(ctx, pipeline.deps, row.failure_id)).toMatchObject({
    failureId: row.failure_id,
  });
  await pipeline.send(ctx, {
    id: "undo",
    source: "tms",
    type: "event.retracted",
    occurred_at: "2026-11-02T09:00:00Z",
    corrects: "tms-D-gone",
  });
  await waitFor(async () => (await failuresOf("D-gone")).every(({ status }) => status === "withdrawn"), {
    timeoutMs: 30_000,
  });
  await expect(reanalyzeFailure(ctx, pipeline.deps, row.failure_id)).rejects.toMatchObject({
    code: "conflict",
  });
  await expect(
    giveFeedback(ctx, pipeline.deps, { failureId: "fal_none", confirmedCause: null }),
  ).rejects.toMatchObject({ code: "not_found" });
});
