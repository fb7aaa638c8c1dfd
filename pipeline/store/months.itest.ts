import { afterAll, beforeAll, expect, it } from "vitest";
import { PARTITIONS } from "../../events/log/port.ts";
import { waitFor } from "../../tests/harness/waitFor.ts";
import type { Warehouse } from "../../warehouse/client.ts";
import { type Pipeline, startPipeline } from "../run.ts";
import { makePipeline, type TestPipeline } from "../testing/makePipeline.ts";

/** As far back as events may lie: from January 2000. ClickHouse takes no insert over more than 100 partitions. */
const MONTHS = 312;
const inserts: { table: string; months: number }[] = [];
let made: TestPipeline;
let running: Pipeline;
let underWay = 0;
let mostUnderWay = 0;

beforeAll(async () => {
  made = await makePipeline();
  const { warehouse } = made.deps;
  running = await startPipeline({ ...made.deps, warehouse: spiedOn(warehouse) });
});
afterAll(async () => {
  await running?.close();
  await made?.close();
});

function spiedOn(warehouse: Warehouse): Warehouse {
  return {
    ...warehouse,
    insert: async (database, table, rows, options) => {
      const times = rows.flatMap((row) =>
        "occurred_at" in row ? [String(row.occurred_at).slice(0, 7)] : [],
      );
      inserts.push({ table, months: new Set(times).size });
      underWay += 1;
      mostUnderWay = Math.max(mostUnderWay, underWay);
      await warehouse.insert(database, table, rows, options).finally(() => {
        underWay -= 1;
      });
    },
  };
}

/** Identities spread over all partitions: as many ranges, each of which has months of its own under way. */
const monthly = (n: number) => ({
  id: `m-${n}`,
  source: "oms",
  type: "order.updated",
  occurred_at: new Date(Date.UTC(2000, n, 3, 4)).toISOString(),
  order_id: "O-1",
});

it(`a batch over ${MONTHS} months is stored once, each insert into one month, few at a time`, async () => {
  const { ctx, tenant } = made.tenant;
  const started = Date.now();
  const id = await made.send(ctx, ...Array.from({ length: MONTHS }, (_, n) => monthly(n)));
  await waitFor(async () => (await made.batch(ctx, id)).state === "settled", { timeoutMs: 110_000 });
  process.stderr.write(`${inserts.length} inserts, settled after ${Date.now() - started} ms\n`);
  expect(await made.batch(ctx, id)).toMatchObject({ stored: MONTHS, quarantined: 0, duplicate: 0 });
  const partitioned = inserts.filter(({ table }) => table === "events" || table === "events_by_time");
  expect(Math.max(...partitioned.map(({ months }) => months))).toBe(1);
  expect(partitioned.length).toBe(2 * MONTHS);
  expect(mostUnderWay).toBeLessThanOrEqual(6 * PARTITIONS);
  for (const table of ["events", "events_by_time", "event_identity"] as const) {
    const [row] = await made.deps.warehouse
      .forTenant(tenant)
      .query<{ n: number }>(
        `SELECT toUInt32(count()) AS n FROM {{${table}}} WHERE tenant_key = {tenant_key:UInt32}`,
      );
    expect(Number(row?.n), table).toBe(MONTHS);
  }
}, 120_000);
