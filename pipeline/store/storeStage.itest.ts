import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type LogRange, RAW_TOPICS } from "../../events/log/port.ts";
import { listQuarantine } from "../../events/quarantine/listQuarantine.ts";
import { waitFor } from "../../tests/harness/waitFor.ts";
import { joinRanges } from "../joinRanges.ts";
import { runStage } from "../stage.ts";
import { makePipeline, type TestPipeline } from "../testing/makePipeline.ts";
import { makeRange } from "../testing/makeRange.ts";
import { findRangeEnd } from "./openRanges.ts";
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

const JOINED = { maxRecords: 100, maxCharacters: 1_000_000, gatherMs: 50 };

const order = (id: string, more: Readonly<Record<string, unknown>> = {}) => ({
  id,
  source: "oms",
  type: "order.created",
  occurred_at: "2026-11-02T08:00:00Z",
  order_id: `O-${id}`,
  ...more,
});

/** Stores what the log holds, each range by `handle`. */
async function follow(handle: (range: LogRange, lost: AbortSignal) => Promise<void>): Promise<void> {
  await stop();
  const subscription = await pipeline.deps.eventLog.subscribe({
    group: "store",
    topics: RAW_TOPICS,
    together: () => RAW_TOPICS,
    lingerMs: 50,
    maxRecords: 100,
    rangeEnd: (at, first) => findRangeEnd(pipeline.deps.db, at, first),
    onRange: handle,
  });
  stop = () => subscription.close();
}

const store = (range: LogRange) =>
  runStage(storeStage(pipeline.deps), newStoreState([range]), pipeline.deps.log).then(() => {});

async function storedIds(): Promise<string[]> {
  const reader = pipeline.deps.warehouse.forTenant(pipeline.tenant.tenant);
  const rows = await reader.query<{ id: string }>(
    "SELECT id FROM {{events}} WHERE tenant_key = {tenant_key:UInt32} ORDER BY id",
  );
  return rows.map(({ id }) => id);
}

/** On a busy machine a range waits for its turn. */
const PATIENCE = { timeoutMs: 50_000 };

async function settled(id: string) {
  await waitFor(async () => (await pipeline.batch(pipeline.tenant.ctx, id)).state === "settled", PATIENCE);
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
        const state = newStoreState([range]);
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

  it("loses nothing and doubles nothing of what was stored together, whether it was begun together or not", async () => {
    const stage = storeStage(pipeline.deps);
    const run = (ranges: readonly LogRange[], through = stage.steps.length) =>
      runStage({ ...stage, steps: stage.steps.slice(0, through) }, newStoreState(ranges), pipeline.deps.log);
    for (const [until, name] of steps().entries()) {
      const joint: number[] = [];
      const join = joinRanges(JOINED, async (owned) => {
        const ranges = owned.map(({ range }) => range);
        if (ranges.length > 1) joint.push(ranges.length);
        if (ranges.length === 1 || joint.length > 1) return void (await run(ranges));
        await run(ranges, until + 1);
        throw new Error(`killed after ${name}`);
      });
      await follow((range, lost) => join({ range, lost }));
      const ids = Array.from({ length: 12 }, (_, i) => `j-${name}-${i}`);
      const events = ids.map((id, i) =>
        i % 2 === 0 ? order(id) : { ...order(id), type: "shipment.picked_up", delivery_id: id },
      );
      const batch = await settled(await pipeline.send(pipeline.tenant.ctx, ...events));
      expect(batch, name).toMatchObject({ accepted: 12, stored: 12, duplicate: 0, conflict: 0 });
      const found = (await storedIds()).filter((id) => id.startsWith(`j-${name}-`));
      expect(found.toSorted(), name).toEqual(ids.toSorted());
      expect(joint[0], name).toBeGreaterThan(1);
    }
  }, 150_000);

  it("takes the token of those that a range was stored with, so that a late try of all of them adds nothing", async () => {
    const { deps, tenant } = pipeline;
    const made = [1_000, 2_000].map((first) =>
      makeRange({ tenant: tenant.tenant, first, events: [{ id: `late-${first}` }] }),
    );
    const stage = storeStage(deps);
    const steps = stage.steps.slice(0, stage.steps.findIndex(({ name }) => name === "insert") + 1);
    const all = newStoreState(made);
    await runStage({ ...stage, steps: steps.slice(0, -1) }, all, deps.log);
    for (const range of made) await runStage(stage, newStoreState([range]), deps.log).catch(() => {});
    for (const range of made)
      await waitFor(() => runStage(stage, newStoreState([range]), deps.log).catch(() => false));
    await runStage({ ...stage, steps: steps.slice(-1) }, all, deps.log);
    expect((await storedIds()).filter((id) => id.startsWith("late-"))).toEqual(["late-1000", "late-2000"]);
  });
});
