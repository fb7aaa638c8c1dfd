import { eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, it } from "vitest";
import { expertModel } from "../../analysis/model/expert.ts";
import { attributionModels } from "../../drizzle/schema/attribution.ts";
import { withTenant } from "../../tenancy/database.ts";
import { waitFor } from "../../tests/harness/waitFor.ts";
import { readAnalysis } from "../../warehouse/failures/storedAnalysis.ts";
import { latest } from "../../warehouse/latest.ts";
import type { FailureFactRow } from "../../warehouse/tables.ts";
import { giveFeedback } from "../feedback/giveFeedback.ts";
import { listModels } from "../models/listModels.ts";
import { requestFit } from "../models/requestFit.ts";
import { type Pipeline, startPipeline } from "../run.ts";
import { makePipeline, type TestPipeline } from "../testing/makePipeline.ts";
import { fitDue } from "./fitDue.ts";

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

const DELIVERIES = 40;
const CONFIRMED = 30;
const signal = new AbortController().signal;

/** In this tenant "recipient.absent" is what drivers say of a damaged item: only people who looked know better. */
const failed = (n: number) => ({
  id: `f-${n}`,
  source: "tms",
  type: "shipment.attempt_failed",
  occurred_at: new Date(Date.UTC(2026, 10, 2, 4) + n * 60_000).toISOString(),
  delivery_id: `D-${n}`,
  carrier_id: "X-1",
  reason: "recipient.absent",
});
const rows = () =>
  pipeline.deps.warehouse.forTenant(pipeline.tenant.tenant).query<FailureFactRow>(
    `SELECT * FROM ${latest("failure_facts")} WHERE tenant_key = {tenant_key:UInt32} AND status = 'open' AND analysis != ''
       ORDER BY occurred_at`,
  );
const analysed = (test: (row: FailureFactRow) => boolean) =>
  waitFor(
    async () => {
      const found = await rows();
      return found.length === DELIVERIES && found.every(test) && found;
    },
    { timeoutMs: 40_000, intervalMs: 200 },
  );
/** What a failure's answer gives to a cause. */
const probabilityOf = (row: FailureFactRow | undefined, cause: string) =>
  readAnalysis(row?.analysis ?? "")?.candidates.find((each) => each.cause === cause)?.probability ?? 0;

it("learns from what people confirm, is brought into force as it does better, and explains failures anew", async () => {
  const { ctx } = pipeline.tenant;
  await pipeline.send(ctx, ...Array.from({ length: DELIVERIES }, (_, n) => failed(n)));
  const before = await analysed(() => true);
  expect(before.every(({ model_version }) => model_version === expertModel().version)).toBe(true);
  expect(await fitDue(pipeline.deps, signal)).toBe(0);

  await Promise.all(
    before
      .slice(0, CONFIRMED)
      .map(({ failure_id: failureId }) =>
        giveFeedback(ctx, pipeline.deps, { failureId, confirmedCause: "goods.damaged" }),
      ),
  );
  expect(await fitDue(pipeline.deps, signal)).toBe(1);
  const [model, expert] = await listModels(ctx);
  expect(model).toMatchObject({
    version: "attr-1",
    status: "active",
    occasion: "feedback",
    promotedBy: "fit",
  });
  expect(model?.trainedOn).toMatchObject({ failures: DELIVERIES, confirmed: CONFIRMED });
  expect(expert?.status).toBe("retired");
  const { own, inForce } = model?.metrics ?? {};
  expect(own?.n).toBe(CONFIRMED);
  expect(own?.logLoss).toBeLessThan(inForce?.logLoss ?? 0);

  const after = await analysed(({ model_version }) => model_version === "attr-1");
  const last = after.at(-1);
  expect(last?.confirmed_cause).toBe("");
  expect(probabilityOf(last, "goods.damaged")).toBeGreaterThan(probabilityOf(before.at(-1), "goods.damaged"));
  expect(readAnalysis(last?.analysis ?? "")?.changedBecause).toContain("attr-1");
  // Nothing more was confirmed: nothing is due.
  expect(await fitDue(pipeline.deps, signal)).toBe(0);
});

it("keeps what is in force when a new fit does no better, and another tenant's model is its own", async () => {
  const { ctx } = pipeline.tenant;
  await requestFit(ctx);
  expect(await fitDue(pipeline.deps, signal)).toBe(1);
  const [second, first] = await listModels(ctx);
  expect([second?.occasion, first?.version]).toEqual(["request", "attr-1"]);
  // The same data give the same model, which is not better than itself.
  expect(second?.status).toBe("candidate");
  expect(first?.status).toBe("active");
  expect(second?.metrics?.own.logLoss).toBeCloseTo(first?.metrics?.own.logLoss ?? 0, 3);

  await requestFit(pipeline.tenant.testCtx);
  expect(await fitDue(pipeline.deps, signal)).toBe(1);
  expect(await listModels(pipeline.tenant.testCtx)).toMatchObject([{ id: "mdl_expert", status: "active" }]);
  const stored = await withTenant(ctx.db, ctx.tenant.id, (tx) =>
    tx.select().from(attributionModels).where(eq(attributionModels.tenantId, ctx.tenant.id)),
  );
  expect(stored).toHaveLength(2);
});
