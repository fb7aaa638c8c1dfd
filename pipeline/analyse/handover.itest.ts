import { afterAll, beforeAll, expect, it } from "vitest";
import type { LogRange } from "../../events/log/port.ts";
import type { Tenant } from "../../tenancy/context.ts";
import { readAnalysis } from "../../warehouse/failures/storedAnalysis.ts";
import { latest } from "../../warehouse/latest.ts";
import { databaseOf } from "../../warehouse/placement.ts";
import type { FailureFactRow } from "../../warehouse/tables.ts";
import { eventRow } from "../../warehouse/testing/rows.ts";
import { deliveriesStage } from "../deliveries/deliveriesStage.ts";
import { createHandovers, type Handover } from "../deliveries/handover.ts";
import { newDeliveriesState } from "../deliveries/state.ts";
import { innerRecord } from "../innerRecord.ts";
import { runStage } from "../stage.ts";
import { countQueries } from "../testing/countQueries.ts";
import { makePipeline, type TestPipeline } from "../testing/makePipeline.ts";
import { analyseStage } from "./analyseStage.ts";
import { newAnalyseState } from "./state.ts";

let pipeline: TestPipeline;
beforeAll(async () => {
  pipeline = await makePipeline();
});
afterAll(() => pipeline.close());

const mint = async (): Promise<Tenant> => (await pipeline.mint()).tenant;

async function tell(tenant: Tenant, id: string, type: string, time: string): Promise<void> {
  const event = { delivery_id: "D-1", id, type, occurred_at: `2026-11-20 ${time}:00.000`, data: "{}" };
  await pipeline.deps.warehouse.insert(databaseOf(tenant), "events", [eventRow(tenant.key, event)]);
}

function rangeOf(topic: "deliveries_touched" | "failures_detected", tenant: Tenant, first: number): LogRange {
  const place = { topic, partition: 0, offset: first };
  const body = { delivery_id: "D-1", failure_ids: [] };
  const records = [{ ...innerRecord(topic, tenant.key, "D-1", body, 0), ...place, appendedAt: 0 }];
  return { topic, partition: 0, first, last: first, records };
}

const fold = (tenant: Tenant, offset: number, handover: Handover) =>
  runStage(
    deliveriesStage(pipeline.deps),
    newDeliveriesState([rangeOf("deliveries_touched", tenant, offset)], () => handover),
    pipeline.deps.log,
  );

/** Answers how many queries the warehouse was asked. */
async function analyse(tenant: Tenant, offset: number, handover?: Handover): Promise<number> {
  const { deps } = pipeline;
  const { warehouse, asked } = countQueries(deps.warehouse);
  const range = rangeOf("failures_detected", tenant, offset);
  await runStage(
    analyseStage({ ...deps, warehouse }),
    newAnalyseState([range], () => handover),
    deps.log,
  );
  return asked();
}

async function failuresOf(tenant: Tenant) {
  const rows = await pipeline.deps.warehouse
    .forTenant(tenant)
    .query<FailureFactRow>(
      `SELECT * FROM ${latest("failure_facts")} WHERE tenant_key = {tenant_key:UInt32} ORDER BY occurred_at`,
    );
  return rows.map(({ version, attempt, status, occurred_at, analysis }) => {
    const { evidence = [], primary, candidates } = readAnalysis(analysis) ?? {};
    const seen = evidence
      .map(({ kind, level, logLr, events }) => ({ kind, level, logLr, events }))
      .sort((a, b) => (`${a.kind} ${a.level}` < `${b.kind} ${b.level}` ? -1 : 1));
    return { version, attempt, status, occurred_at, primary, candidates, seen };
  });
}

it("explains what a fold handed over as if it had read it, with fewer queries, and what came after too", async () => {
  const [given, read] = [await mint(), await mint()];
  const handover = createHandovers()(new AbortController().signal);
  const asked = { given: 0, read: 0 };
  const round = async (offset: number) => {
    for (const tenant of [given, read]) await fold(tenant, offset, handover);
    asked.given = await analyse(given, offset, handover);
    asked.read = await analyse(read, offset);
  };
  for (const tenant of [given, read]) {
    await tell(tenant, "out-1", "shipment.out_for_delivery", "09:00");
    await tell(tenant, "fail-1", "shipment.attempt_failed", "12:00");
  }
  await round(1);
  expect(await failuresOf(given)).toMatchObject([{ version: 2, attempt: 1, status: "open" }]);
  expect(await failuresOf(given)).toEqual(await failuresOf(read));
  expect(asked.given).toBeLessThan(asked.read);
  for (const tenant of [given, read]) {
    await tell(tenant, "out-2", "shipment.out_for_delivery", "15:00");
    await tell(tenant, "fail-2", "shipment.attempt_failed", "18:00");
  }
  await round(2);
  expect(await failuresOf(given)).toHaveLength(2);
  expect(await failuresOf(given)).toEqual(await failuresOf(read));
  expect(asked.given).toBeLessThan(asked.read);
});

it("reads the facts itself where an analysis came between, so that no version is written twice", async () => {
  const tenant = await mint();
  const handover = createHandovers()(new AbortController().signal);
  await tell(tenant, "fail-1", "shipment.attempt_failed", "12:00");
  await fold(tenant, 1, handover);
  await analyse(tenant, 1, handover);
  await tell(tenant, "note-1", "feedback.received", "13:00");
  await fold(tenant, 2, handover);
  await analyse(tenant, 2, handover);
  await tell(tenant, "note-2", "feedback.received", "14:00");
  await analyse(tenant, 3, handover);
  const rows = await pipeline.deps.warehouse.forTenant(tenant).query<{ versions: number; rows: number }>(
    `SELECT toUInt32(uniqExact(version)) AS versions, toUInt32(count()) AS rows FROM {{failure_facts}}
       WHERE tenant_key = {tenant_key:UInt32}`,
  );
  expect(rows[0]?.versions).toBe(rows[0]?.rows);
});
