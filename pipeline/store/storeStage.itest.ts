import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type LogRange, RAW_TOPICS } from "../../events/log/port.ts";
import { listQuarantine } from "../../events/quarantine/listQuarantine.ts";
import { waitFor } from "../../tests/harness/waitFor.ts";
import { runStage } from "../stage.ts";
import { makePipeline, type TestPipeline } from "../testing/makePipeline.ts";
import { findRangeEnd } from "./openRange.ts";
import { newStoreState } from "./state.ts";
import { storeStage } from "./storeStage.ts";

let pipeline: TestPipeline;
let stop = async () => {};

beforeAll(async () => {
  pipeline = await makePipeline();
});
afterAll(async () => {
  await stop();
  await pipeline.close();
});

const order = (id: string, more: Readonly<Record<string, unknown>> = {}) => ({
  id,
  source: "oms",
  type: "order.created",
  occurred_at: "2026-11-02T08:00:00Z",
  order_id: `O-${id}`,
  ...more,
});

/** Stores what the log holds, each range by `handle`. */
async function follow(handle: (range: LogRange) => Promise<void>): Promise<void> {
  await stop();
  const subscription = await pipeline.deps.eventLog.subscribe({
    group: "store",
    topics: RAW_TOPICS,
    maxRecords: 100,
    rangeEnd: (at, first) => findRangeEnd(pipeline.deps.db, at, first),
    onRange: handle,
  });
  stop = () => subscription.close();
}

const store = (range: LogRange) =>
  runStage(storeStage(pipeline.deps), newStoreState(range), pipeline.deps.log).then(() => {});

async function storedIds(): Promise<string[]> {
  const reader = pipeline.deps.warehouse.forTenant(pipeline.tenant.tenant);
  const rows = await reader.query<{ id: string }>(
    "SELECT id FROM {{events}} WHERE tenant_key = {tenant_key:UInt32} ORDER BY id",
  );
  return rows.map(({ id }) => id);
}

async function settled(id: string) {
  await waitFor(async () => (await pipeline.batch(pipeline.tenant.ctx, id)).state === "settled");
  return pipeline.batch(pipeline.tenant.ctx, id);
}

describe("storing", () => {
  it("stores once, calls the same again a duplicate and other content a conflict", async () => {
    await follow(store);
    const { ctx } = pipeline.tenant;
    expect(await settled(await pipeline.send(ctx, order("s-1"), order("s-2")))).toMatchObject({ stored: 2 });
    const again = await settled(await pipeline.send(ctx, order("s-1"), order("s-2", { city: "Pune" })));
    expect(again).toMatchObject({ accepted: 2, stored: 0, duplicate: 1, conflict: 1, quarantined: 0 });
    expect(await storedIds()).toEqual(["s-1", "s-2"]);
    expect(await listQuarantine(ctx, pipeline.deps, { limit: 10 })).toMatchObject([
      { event_id: "s-2", errors: [{ code: "event_id_conflict", pointer: "/id" }] },
    ]);
  });

  it("quarantines a correction that closes a cycle", async () => {
    await follow(store);
    const { ctx } = pipeline.tenant;
    await settled(
      await pipeline.send(ctx, order("c-1", { corrects: "c-3" }), order("c-2", { corrects: "c-1" })),
    );
    const closing = await settled(await pipeline.send(ctx, order("c-3", { corrects: "c-2" })));
    expect(closing).toMatchObject({ stored: 0, quarantined: 1 });
  });
});

describe("a crash after any step", () => {
  const steps = () => storeStage(pipeline.deps).steps.map(({ name }) => name);

  it("loses nothing and doubles nothing", async () => {
    for (const name of steps()) {
      let crashed = 0;
      const crashing = async (range: LogRange) => {
        const stage = storeStage(pipeline.deps);
        const until = stage.steps.findIndex((step) => step.name === name);
        const state = newStoreState(range);
        if (crashed > 2) return store(range);
        crashed += 1;
        await runStage({ name: "store", steps: stage.steps.slice(0, until + 1) }, state, pipeline.deps.log);
        throw new Error(`killed after ${name}`);
      };
      await follow(crashing);
      const { ctx } = pipeline.tenant;
      const ids = Array.from({ length: 12 }, (_, i) => `k-${name}-${i}`);
      const batch = await settled(await pipeline.send(ctx, ...ids.map((id) => order(id))));
      expect(batch, name).toMatchObject({
        accepted: 12,
        stored: 12,
        duplicate: 0,
        conflict: 0,
        quarantined: 0,
      });
      const found = (await storedIds()).filter((id) => id.startsWith(`k-${name}-`));
      expect(found.toSorted(), name).toEqual(ids.toSorted());
      expect(crashed, name).toBeGreaterThan(0);
    }
  });
});
