import { afterAll, beforeAll, expect, it } from "vitest";
import { learnNorms, normOf } from "../../analysis/norms/learnNorms.ts";
import { slotOf } from "../../analysis/norms/segments.ts";
import type { Ctx } from "../../tenancy/context.ts";
import { waitFor } from "../../tests/harness/waitFor.ts";
import type { AttemptExposureRow } from "../../warehouse/exposureRows.ts";
import { latest } from "../../warehouse/latest.ts";
import { countExposures } from "../../warehouse/queries/pipeline/exposures.ts";
import { sumStages } from "../../warehouse/queries/pipeline/stageSamples.ts";
import { type Pipeline, startPipeline } from "../run.ts";
import { makePipeline, type TestPipeline } from "../testing/makePipeline.ts";

let pipeline: TestPipeline;
let running: Pipeline;
beforeAll(async () => {
  pipeline = await makePipeline();
  running = await startPipeline({ ...pipeline.deps, exposuresLingerMs: 500 });
});
afterAll(async () => {
  await running.close();
  await pipeline.close();
});

const event = (delivery: string, type: string, at: string, more = {}) => ({
  id: `${delivery}-${type}-${at}`,
  source: "tms",
  type,
  occurred_at: `2026-11-${at}:00Z`,
  received_hint: `2026-11-${at}:30Z`,
  delivery_id: delivery,
  ...more,
});
const weather = (severity: number) => ({
  id: "weather",
  source: "met",
  type: "context.weather",
  occurred_at: "2026-11-03T06:00:00Z",
  received_hint: "2026-11-03T06:01:00Z",
  city: "Pune",
  data: { condition: "rain", severity, valid_until: "2026-11-03T20:00:00Z" },
});
/** Picked for `minutes`, out at noon, and then what came of it. */
const delivery = (id: string, minutes: number, outcome: string) => [
  event(id, "order.created", "02T06:00", {
    order_id: id,
    city: "Pune",
    warehouse_id: "W-3",
    data: { promised_by: "2026-11-03T15:00:00Z" },
  }),
  event(id, "warehouse.picking_started", "03T06:00", { warehouse_id: "W-3" }),
  event(id, "warehouse.picking_completed", `03T06:${String(minutes).padStart(2, "0")}`, {
    warehouse_id: "W-3",
  }),
  event(id, "shipment.out_for_delivery", "03T12:00", { driver_id: "DR-1" }),
  event(id, outcome, "03T14:00"),
];
const reader = (ctx: Ctx) => pipeline.deps.warehouse.forTenant(ctx.tenant);
const exposures = (ctx: Ctx) =>
  reader(ctx).query<AttemptExposureRow>(
    `SELECT * FROM ${latest("attempt_exposures")} WHERE tenant_key = {tenant_key:UInt32}
     ORDER BY delivery_id, exposure_group, attempt`,
  );
/** Runs are held against what is stored by then: what comes a moment later from another partition would be missed. */
async function sendWeather(ctx: Ctx, severity: number): Promise<void> {
  await pipeline.send(ctx, weather(severity));
  const text =
    "SELECT id FROM {{events}} WHERE tenant_key = {tenant_key:UInt32} AND type = 'context.weather'";
  await waitFor(async () => (await reader(ctx).query(text)).length === 1);
}
const settled = (ctx: Ctx, count: number) =>
  waitFor(
    async () => {
      const rows = await exposures(ctx);
      return rows.length === count && rows;
    },
    { timeoutMs: 40_000, intervalMs: 200 },
  );

it("keeps a row for each run and promise, failed or not, each tenant's from its own feeds", async () => {
  const { testCtx: ctx } = pipeline.tenant;
  const { testCtx } = await pipeline.mint();
  const all = Array.from({ length: 6 }, (_, n) =>
    delivery(`D-${n}`, 20 + n, n === 0 ? "shipment.attempt_failed" : "shipment.delivered"),
  ).flat();
  await sendWeather(ctx, 3);
  await sendWeather(testCtx, 0);
  await pipeline.send(ctx, ...all);
  await pipeline.send(testCtx, ...all);
  // Six runs, and the promises of the five that were delivered.
  const rows = await settled(ctx, 11);
  expect(
    rows.filter(({ failed }) => failed === 1).map((row) => `${row.delivery_id} ${row.exposure_group}`),
  ).toEqual(["D-0 attempt"]);
  const of = (row: AttemptExposureRow | undefined, name: string) => row?.levels[row.names.indexOf(name)];
  const run = rows.find(({ exposure_group }) => exposure_group === "attempt");
  expect(run).toMatchObject({ anchor_at: "2026-11-03 12:00:00.000", driver_id: "DR-1", city: "Pune" });
  expect(of(run, "weather")).toBe("severe");
  expect(of((await settled(testCtx, 11))[0], "weather")).toBe("clear");

  const counts = await countExposures(reader(ctx));
  expect(counts.find(({ group, name }) => group === "attempt" && name === "weather")).toEqual({
    ...{ group: "attempt", name: "weather", level: "severe", attempts: 6, failed: 1 },
  });
  const norms = learnNorms(await sumStages(reader(ctx)));
  const slot = slotOf(Date.parse("2026-11-03T06:00:00Z"));
  expect(normOf(norms, { stage: "pick", slot, entity: "W-3" })?.median).toBeCloseTo(22.5, 0);
});

it("follows corrections: a run that was taken back is none", async () => {
  const { testCtx: ctx } = pipeline.tenant;
  const target = "D-0-shipment.attempt_failed-03T14:00";
  await pipeline.send(ctx, {
    ...event("D-0", "event.retracted", "03T15:00"),
    corrects: target,
  });
  const rows = await settled(ctx, 10);
  expect(rows.some(({ failed }) => failed === 1)).toBe(false);
});
