import { afterAll, beforeAll, expect, it } from "vitest";
import type { EventLog, LogAppend, LogRange, LogRecord } from "../../events/log/port.ts";
import type { Tenant } from "../../tenancy/context.ts";
import { readAnalysis } from "../../warehouse/failures/storedAnalysis.ts";
import { latest } from "../../warehouse/latest.ts";
import { databaseOf } from "../../warehouse/placement.ts";
import { getFailure } from "../../warehouse/queries/failures.ts";
import type { CorrelationFactRow, EventRow } from "../../warehouse/tables.ts";
import { deliveryRow, eventRow, failureRow } from "../../warehouse/testing/rows.ts";
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

const FAILED = "2026-11-20 12:00:00.000";

/** A failed attempt in a storm, of a warehouse with a backlog; all ids are the same in every tenant. */
async function seed(tenant: Tenant, delivery: string, backlog: number, quiet: 0 | 1 = 0): Promise<void> {
  const { warehouse } = pipeline.deps;
  const event = (set: Partial<EventRow>) => eventRow(tenant.key, { reason: "", data: "{}", ...set });
  const context = { delivery_id: "", order_id: "", warehouse_id: "", city: "Pune" };
  const load = { backlog_orders: backlog, capacity_orders_per_day: 100 };
  const storm = { condition: "storm", severity: 3, valid_until: "2026-11-20T18:00:00Z" };
  await warehouse.insert(databaseOf(tenant), "events", [
    event({
      delivery_id: delivery,
      id: `out-${delivery}`,
      type: "shipment.out_for_delivery",
      occurred_at: "2026-11-20 09:00:00.000",
    }),
    event({ delivery_id: delivery, id: `fail-${delivery}`, occurred_at: FAILED, reason: "recipient.absent" }),
    event({
      ...context,
      id: "storm",
      source: "met",
      type: "context.weather",
      occurred_at: "2026-11-20 08:00:00.000",
      data: JSON.stringify(storm),
    }),
    event({
      ...context,
      id: "load",
      source: "wms",
      type: "warehouse.load",
      warehouse_id: "W-3",
      occurred_at: "2026-11-19 08:30:00.000",
      data: JSON.stringify(load),
    }),
  ]);
  const failure_id = `fal_${delivery}`;
  await warehouse.insert(databaseOf(tenant), "delivery_facts", [
    deliveryRow(tenant.key, { delivery_id: delivery, failure_ids: [failure_id] }),
  ]);
  await warehouse.insert(databaseOf(tenant), "failure_facts", [
    failureRow(tenant.key, { failure_id, delivery_id: delivery, occurred_at: FAILED, quiet }),
  ]);
}

function rangeOf(named: readonly (readonly [Tenant, string])[]): LogRange {
  const place = { topic: "failures_detected", partition: 0 } as const;
  const records = named.map(([tenant, delivery_id], offset) => {
    const body = { delivery_id, failure_ids: [`fal_${delivery_id}`] };
    return {
      ...innerRecord("failures_detected", tenant.key, delivery_id, body, 0),
      ...place,
      offset,
      appendedAt: 0,
    };
  });
  return { ...place, first: 0, last: records.length - 1, records };
}

/** Runs the stage over the range; answers how many queries the warehouse and the database were asked. */
async function analyse(
  named: readonly (readonly [Tenant, string])[],
): Promise<{ warehouse: number; database: number }> {
  const { deps } = pipeline;
  const { warehouse, asked } = countQueries(deps.warehouse);
  let database = 0;
  const transaction: typeof deps.db.system.transaction = (...given) => {
    database += 1;
    return deps.db.system.transaction(...given);
  };
  const system = new Proxy(deps.db.system, {
    get: (target, name) => (name === "transaction" ? transaction : Reflect.get(target, name)),
  });
  const counted = { ...deps, warehouse, db: { ...deps.db, system } };
  await runStage(analyseStage(counted), newAnalyseState([rangeOf(named)]), deps.log);
  return { warehouse: asked(), database };
}

const evidenceOf = (tenant: Tenant) =>
  pipeline.deps.warehouse
    .forTenant(tenant)
    .query<CorrelationFactRow>(
      `SELECT * FROM ${latest("correlation_facts")} WHERE tenant_key = {tenant_key:UInt32} ORDER BY failure_id, evidence_id`,
    );

it("asks as many queries for twenty tenants and twenty failures as for one", async () => {
  const tenants = await Promise.all(Array.from({ length: 20 }, mint));
  const named: (readonly [Tenant, string])[] = tenants.map((tenant, i) => [tenant, `D-${i}`]);
  for (const [tenant, delivery] of named) await seed(tenant, delivery, 190);
  const one = await analyse(named.slice(0, 1));
  const many = await analyse(named);
  expect(one.warehouse).toBeGreaterThan(3);
  expect(one.database).toBeGreaterThan(1);
  expect(many).toEqual(one);
  for (const [tenant, delivery] of named) {
    const row = await getFailure(pipeline.deps.warehouse.forTenant(tenant), `fal_${delivery}`);
    expect(readAnalysis(row?.analysis ?? "")?.evidence.length).toBeGreaterThan(3);
  }
});

it("gives tenants with the same ids everywhere each its own evidence, which leads to its own events", async () => {
  const [a, b] = [await mint(), await mint()];
  await seed(a, "D-same", 190);
  await seed(b, "D-same", 5);
  await analyse([
    [a, "D-same"],
    [b, "D-same"],
  ]);
  const [ofA, ofB] = [await evidenceOf(a), await evidenceOf(b)];
  const of = (rows: readonly CorrelationFactRow[], kind: string) => rows.filter((row) => row.kind === kind);
  expect(of(ofA, "warehouse_backlog")).toMatchObject([
    { level: "severe", event_sources: ["wms"], event_ids: ["load"] },
  ]);
  expect(of(ofB, "warehouse_backlog")).toMatchObject([{ level: "clear", observed: 0.05 }]);
  expect(of(ofA, "weather")).toMatchObject([{ level: "severe", event_ids: ["storm"] }]);
  expect(ofA.every(({ tenant_key }) => tenant_key === a.key)).toBe(true);
  expect(ofB.every(({ tenant_key }) => tenant_key === b.key)).toBe(true);
  // Were anything shared, each item would hold both tenants' events.
  for (const row of [...ofA, ...ofB])
    expect(new Set(row.event_ids.map((id, i) => `${row.event_sources[i]} ${id}`)).size).toBe(
      row.event_ids.length,
    );
  const fetched = await pipeline.deps.warehouse
    .forTenant(a)
    .query<{ n: number }>(
      "SELECT toUInt32(count()) AS n FROM {{events}} WHERE tenant_key = {tenant_key:UInt32} AND id = 'load'",
    );
  expect(fetched[0]?.n).toBe(1);
});

const through = (append: EventLog["append"]) =>
  analyseStage({ ...pipeline.deps, eventLog: { ...pipeline.deps.eventLog, append } });

/** A stage, and what it tells. */
function listen() {
  const told: LogAppend[] = [];
  const heard = through(async (records) => {
    told.push(...records);
    return records.map((_, offset) => ({ ok: true, partition: 0, offset }));
  });
  return { told, heard };
}

it("tells nobody of a failure that only quiet imports told of, though a loud record asks for it", async () => {
  const tenant = await mint();
  await seed(tenant, "D-quiet", 190, 1);
  await seed(tenant, "D-loud", 190, 0);
  const { told, heard } = listen();
  const range = rangeOf([
    [tenant, "D-quiet"],
    [tenant, "D-loud"],
  ]);
  await runStage(heard, newAnalyseState([range]), pipeline.deps.log);
  expect((await evidenceOf(tenant)).some(({ failure_id }) => failure_id === "fal_D-quiet")).toBe(true);
  expect(told.map(({ value }) => JSON.parse(value).body.object_id)).toEqual(["fal_D-loud"]);
});

it("tells first what a range wrote before it was broken off, and asks anew for what differs by then", async () => {
  const tenant = await mint();
  const { deps } = pipeline;
  await seed(tenant, "D-cut", 190);
  const { told, heard } = listen();
  const away = through(async (records) => records.map(() => ({ ok: false, reason: "away" })));
  const range = rangeOf([[tenant, "D-cut"]]);
  await expect(runStage(away, newAnalyseState([range]), deps.log)).rejects.toThrow();
  await deps.warehouse.insert(databaseOf(tenant), "events", [
    eventRow(tenant.key, {
      ...{ delivery_id: "", order_id: "", warehouse_id: "", city: "Pune", reason: "" },
      id: "jam",
      type: "context.traffic",
      occurred_at: "2026-11-20 11:00:00.000",
      data: JSON.stringify({ level: "jam", delay_ratio: 3, valid_until: "2026-11-20T15:00:00Z" }),
    }),
  ]);
  await runStage(heard, newAnalyseState([range]), deps.log);
  const [analyzed, again] = told.splice(0);
  expect(analyzed).toMatchObject({ topic: "results" });
  expect(JSON.parse(analyzed?.value ?? "").body).toMatchObject({ type: "failure.analyzed", version: 2 });
  expect(again).toMatchObject({ topic: "failures_detected" });

  const later = {
    ...range,
    first: 1,
    last: 1,
    records: [{ ...range.records[0], ...again, partition: 0, offset: 1, appendedAt: 0 } as LogRecord],
  };
  await runStage(heard, newAnalyseState([later]), deps.log);
  expect((await getFailure(deps.warehouse.forTenant(tenant), "fal_D-cut"))?.version).toBe(3);
  expect(told.filter(({ topic }) => topic === "failures_detected")).toEqual([]);
});
