import { Writable } from "node:stream";
import { pino } from "pino";
import { afterAll, beforeAll, expect, inject, it } from "vitest";
import {
  type ClickHouseProxy,
  type ProxyMode,
  startClickHouseProxy,
} from "../tests/harness/clickhouseProxy.ts";
import { waitFor } from "../tests/harness/waitFor.ts";
import { createWarehouse, type Warehouse } from "../warehouse/client.ts";
import { readLag } from "./readLag.ts";
import { type Pipeline, startPipeline } from "./run.ts";
import { makePipeline, type TestPipeline } from "./testing/makePipeline.ts";

const said: { msg: string; group?: string; pauseMs?: number }[] = [];
const listen = new Writable({
  write(line, _encoding, done) {
    said.push(JSON.parse(String(line)));
    done();
  },
});
let proxy: ClickHouseProxy;
let made: TestPipeline;
let warehouse: Warehouse;
let running: Pipeline;

beforeAll(async () => {
  proxy = await startClickHouseProxy(inject("clickhouseUrl"));
  made = await makePipeline();
  const log = pino({ level: "warn" }, listen);
  warehouse = createWarehouse({ url: proxy.url, log });
  running = await startPipeline({ ...made.deps, warehouse, log, slowMs: 300 });
});
afterAll(async () => {
  proxy?.set("pass");
  await running?.close();
  await warehouse?.close();
  await made?.close();
  await proxy?.close();
});

const order = (id: string) => ({
  id,
  source: "oms",
  type: "order.created",
  occurred_at: "2026-11-02T08:00:00Z",
  order_id: id,
});

async function waitings() {
  const groups = await readLag(made.deps, []);
  return groups.flatMap(({ group, partitions }) =>
    partitions.flatMap(({ waiting, lag }) => (waiting ? [{ group, lag, ...waiting }] : [])),
  );
}
const storeWaits = (attempts: number, kind: RegExp) =>
  waitFor(
    async () =>
      (await waitings()).find(
        (one) => one.group === "store" && one.attempts >= attempts && kind.test(one.error),
      ),
    { timeoutMs: 30_000 },
  );
const settled = async (batch: string) => {
  const read = () => made.batch(made.tenant.ctx, batch);
  await waitFor(async () => (await read()).state === "settled", { timeoutMs: 30_000 });
  await waitFor(async () => (await waitings()).length === 0, { timeoutMs: 30_000 });
  return read();
};

it.each<[ProxyMode, RegExp]>([
  ["down", /\(ECONN(RESET|REFUSED)\)/],
  ["refuse", /\(241 MEMORY_LIMIT_EXCEEDED\)/],
])(
  "while ClickHouse is in mode %s a range waits, visibly and ever longer, and then goes on by itself",
  async (mode, kind) => {
    const { ctx } = made.tenant;
    said.length = 0;
    proxy.set(mode);
    const batch = await made.send(ctx, ...Array.from({ length: 20 }, (_, n) => order(`${mode}-${n}`)));
    const early = await storeWaits(1, kind);
    const later = await storeWaits(5, kind);
    expect(early.lag).toBeGreaterThan(0);
    expect(Date.parse(later.next_try_at ?? "")).toBeGreaterThan(Date.parse(later.since));
    expect(await made.batch(ctx, batch)).toMatchObject({ stored: 0, quarantined: 0 });
    const pauses = said
      .filter(({ msg }) => msg === "range waits and is tried again")
      .map(({ pauseMs }) => pauseMs);
    expect(new Set(pauses)).toEqual(
      new Set([100, 200, 400, 800, 1_600].concat(pauses.includes(3_200) ? [3_200] : [])),
    );
    proxy.set("pass");
    expect(await settled(batch)).toMatchObject({ stored: 20, quarantined: 0, duplicate: 0 });
  },
);

it("while ClickHouse hangs a range is told of, and goes on when it goes on", async () => {
  said.length = 0;
  proxy.set("hang");
  const batch = await made.send(made.tenant.ctx, ...Array.from({ length: 20 }, (_, n) => order(`hang-${n}`)));
  const waiting = await storeWaits(0, /^a try does not end$/);
  expect(waiting).toMatchObject({ attempts: 0, next_try_at: null });
  expect(said).toContainEqual(
    expect.objectContaining({ msg: "handling a range takes long", group: "store" }),
  );
  proxy.set("pass");
  expect(await settled(batch)).toMatchObject({ stored: 20, quarantined: 0, duplicate: 0 });
});
