import { afterAll, beforeAll, expect, test } from "vitest";
import { FailureGraph } from "../../api/schemas/graph.ts";
import { databaseOf } from "../../warehouse/placement.ts";
import type { FailureFactRow } from "../../warehouse/tables.ts";
import { correlationRow } from "../../warehouse/testing/rows.ts";
import { makeApp, type TestApp, type TestTenant } from "../harness/app.ts";
import { ANALYSED, seedFailure } from "../harness/seedRows.ts";
import { expectProblem } from "./expectProblem.ts";

let api: TestApp;
let a: TestTenant;
let b: TestTenant;
const STORM = { source: "met", id: "w-1" };
const ANALYSIS = JSON.parse(ANALYSED.analysis ?? "{}");
const STORMY = JSON.stringify({
  ...ANALYSIS,
  evidence: [
    ...ANALYSIS.evidence,
    {
      ...ANALYSIS.evidence[0],
      id: "evd_storm",
      kind: "weather",
      stance: "against",
      statement: "a storm",
      events: [STORM],
    },
  ],
});
const REFS = {
  warehouse_id: "W-3",
  carrier_id: "X-2",
  driver_id: "DR-1",
  vehicle_id: "V-1",
  route_id: "R-1",
  customer_id: "U-9",
  city: "Pune",
  zone: "PNQ-NE",
};

beforeAll(async () => {
  api = await makeApp();
  [a, b] = await Promise.all([api.makeTenant(), api.makeTenant()]);
  for (const tenant of [a, b]) {
    const seed = (failure_id: string, more: Partial<FailureFactRow> = {}) =>
      seedFailure(api.deps.warehouse, tenant.live, {
        ...REFS,
        failure_id,
        delivery_id: `D-${failure_id}`,
        ...more,
      });
    const own = tenant === a ? "a" : "b";
    // Both tenants have the same warehouse, driver, city and storm.
    await seed(`fal_${own}`, { ...ANALYSED, analysis: STORMY });
    await seed(`fal_${own}_near`, { driver_id: "DR-2" });
    await seed(`fal_${own}_driver`, { warehouse_id: "W-9", occurred_at: "2026-11-21 12:00:00.000" });
    await seed(`fal_${own}_old`, { occurred_at: "2026-10-01 12:00:00.000" });
    await seed(`fal_${own}_gone`, { status: "withdrawn" });
    await seed(`fal_${own}_storm`, { warehouse_id: "W-8", driver_id: "DR-8", city: "Mumbai" });
    const evidence = (failure_id: string) => ({
      ...correlationRow(tenant.live.key),
      failure_id,
      event_sources: [STORM.source],
      event_ids: [STORM.id],
    });
    await api.deps.warehouse.insert(databaseOf(tenant.live), "correlation_facts", [
      evidence(`fal_${own}`),
      evidence(`fal_${own}_storm`),
      { ...evidence(`fal_${own}_old`), event_sources: ["other"] },
    ]);
  }
});
afterAll(() => api.close());

const read = async (query = "") => {
  const { status, body } = await api.call("GET", `/v1/failures/fal_a/graph${query}`, { key: a.liveKey });
  expect(status).toBe(200);
  expect(FailureGraph.parse(body)).toEqual(body);
  return body as ReturnType<typeof FailureGraph.parse>;
};
const failuresIn = ({ nodes }: { nodes: readonly { id: string; kind: string }[] }) =>
  nodes.flatMap(({ id, kind }) => (kind === "failure" ? [id.slice("failure:".length)] : [])).toSorted();

test("shows the order, what it passed through, and each evidence item on its edge", async () => {
  const graph = await read();
  const edges = graph.edges.map(({ from, type, to }) => `${from} ${type} ${to}`);
  expect(edges).toEqual(
    expect.arrayContaining([
      "order:O-1 HAS_FAILURE failure:fal_a",
      "order:O-1 SHIPPED_FROM warehouse:W-3",
      "order:O-1 ORDERED_BY customer:U-9",
      "order:O-1 DELIVERED_TO location:Pune/PNQ-NE",
      "order:O-1 ASSIGNED_TO driver:DR-1",
      "driver:DR-1 DRIVES vehicle:V-1",
      "vehicle:V-1 FOLLOWS route:R-1",
      "location:Pune/PNQ-NE HAS_WEATHER weather:met:w-1",
      "failure:fal_a CAUSED_BY warehouse:W-3",
      "failure:fal_a CONTRADICTED_BY weather:met:w-1",
    ]),
  );
  const known = new Set(graph.nodes.map(({ id }) => id));
  expect(graph.edges.every(({ from, to }) => known.has(from) && known.has(to))).toBe(true);
  const cause = graph.edges.find(({ type }) => type === "CAUSED_BY");
  expect(cause?.evidence).toMatchObject([{ id: "evd_1", events: [{ source: "wms-pune", id: "wms-88213" }] }]);
  expect(failuresIn(graph)).toEqual(["fal_a"]);
});

test.each([
  ["warehouse", ["fal_a", "fal_a_near"]],
  ["driver", ["fal_a", "fal_a_driver"]],
  ["warehouse,driver", ["fal_a", "fal_a_driver", "fal_a_near"]],
  ["weather", ["fal_a", "fal_a_storm"]],
])("across=%s shows what else hangs on it, of this tenant alone", async (across, ids) => {
  const graph = await read(`?across=${across}`);
  expect(failuresIn(graph)).toEqual(ids);
  const linked = graph.edges.filter(({ type }) => type === "INVOLVES").map(({ from }) => from);
  expect(new Set(linked).size).toBe(ids.length - 1);
  expect(graph.truncated).toBe(false);
});

test("is bounded, and says so", async () => {
  const graph = await read("?across=warehouse,driver&limit=1");
  expect(failuresIn(graph)).toEqual(["fal_a", "fal_a_near"]);
  expect(graph.truncated).toBe(true);
  expect(failuresIn(await read("?across=driver&hours=1"))).toEqual(["fal_a", "fal_a_near"].slice(0, 1));
  const bad = await api.call("GET", "/v1/failures/fal_a/graph?across=moon", { key: a.liveKey });
  expect(expectProblem(bad, "invalid_request")[0]).toMatchObject({ pointer: "/across" });
});
