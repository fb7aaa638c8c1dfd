/**
 * What one tenant notices of another that offers ten times its quota: its answers, how soon its events are stored and
 * its failures explained, beside the other and then, on the same data, alone; in processes of one role each.
 * Usage: npm run bench:fairness [-- --services] [--quota 300] [--seconds 60] [--warm 20] [--times 10]
 * The quota is the operator's figure for the other tenant: what all tenants may send together is what the machine can take.
 */
import { setTimeout as pause } from "node:timers/promises";
import { parseArgs } from "node:util";
import { Worker } from "node:worker_threads";
import { changeTenant, createClient, createTenant } from "../../tests/harness/client.ts";
import type { Flood, Flooded } from "./fairness/flood.ts";
import { type Measured, measure } from "./fairness/measure.ts";
import { startLayout } from "./ingest/layout.ts";
import type { Target } from "./ingest/send.ts";
import { startHook } from "./startHook.ts";

const { values } = parseArgs({
  options: {
    services: { type: "boolean", default: false },
    quota: { type: "string", default: "300" },
    seconds: { type: "string", default: "60" },
    warm: { type: "string", default: "20" },
    times: { type: "string", default: "10" },
  },
});
const SECONDS = Number(values.seconds);
/** Events a second. */
const QUOTA = Number(values.quota);
/** How much later another's may be. */
const LIMIT = 1.25;
const PATIENCE_MS = 600_000;

const hook = await startHook();
const layout = await startLayout(values.services ? "services" : "embedded");
try {
  const { api } = layout.target;
  const [much, few] = [await createTenant(api, "much"), await createTenant(api, "few")];
  await changeTenant(api, much.tenant.id, { events_per_second: QUOTA });
  const target = { api, key: few.api_key.secret };
  const endpoint = { url: hook.url, event_types: ["failure.analyzed"] };
  await createClient(api, few.api_key.secret).post("/v1/webhook-endpoints", endpoint);
  await measure(target, hook, Math.min(10, SECONDS));
  await told(target, "alone, next to nothing stored");
  const flood = await startFlood({
    api,
    key: much.api_key.secret,
    perSecond: QUOTA * Number(values.times),
    size: 500,
  });
  // Both send before it counts: what the other may send at once is gone by then.
  await measure(target, hook, Number(values.warm));
  const beside = await told(target, "beside the other");
  const lag = await layout.lag();
  console.log(`requests of the other tenant, by answer: ${JSON.stringify(await flood.stop())}`);
  console.log(`records that each group had not read at the end: ${JSON.stringify(lag)}`);
  console.log(`the pipeline had caught up ${await caughtUp()} s later`);
  const alone = await told(target, "alone again, on the same data");
  console.table(compare(alone, beside));
  const worst = Math.max(...Object.values(compare(alone, beside)).map(({ ratio }) => ratio));
  console.log(`worst p95 beside it: ${worst} of that alone; ${LIMIT} at most is wanted`);
} finally {
  hook.close();
  await layout.stop();
}

/** Measures, and prints what was measured and what it took. */
async function told(target: Target, name: string): Promise<Measured> {
  const before = await cpuSeconds();
  const measured = await measure(target, hook, SECONDS);
  console.log(name);
  console.table(measured);
  console.log(`cores used: ${coresSince(before, await cpuSeconds())}`);
  return measured;
}

/** Seconds until no group had anything left to read. */
async function caughtUp(): Promise<number> {
  const begun = performance.now();
  const isBehind = async () => Object.values(await layout.lag()).some((records) => records > 0);
  while (await isBehind()) {
    if (performance.now() - begun > PATIENCE_MS) throw new Error("the pipeline does not catch up");
    await pause(500);
  }
  return Math.round((performance.now() - begun) / 1_000);
}

/** Seconds of processor time by process and event loops; the product's since it was last asked, the stores' in all. */
async function cpuSeconds() {
  const [api, worker] = await Promise.all([layout.probe("api"), layout.probe("worker")]);
  const product = { api: api.cpu, worker: worker.cpu };
  return {
    at: performance.now(),
    product,
    stores: layout.storesCpu(),
    loops: { api: api.p99, worker: worker.p99 },
  };
}

function coresSince(
  before: Awaited<ReturnType<typeof cpuSeconds>>,
  { at, product, stores, loops }: Awaited<ReturnType<typeof cpuSeconds>>,
): string {
  const seconds = (at - before.at) / 1_000;
  const used = {
    ...product,
    ...Object.fromEntries(
      Object.entries(stores).map(([name, all]) => [name, all - (before.stores[name] ?? 0)]),
    ),
  };
  const shares = Object.entries(used).map(([name, cpu]) => `${name} ${(cpu / seconds).toFixed(2)}`);
  return `${shares.join(", ")}; event loop p99: api ${loops.api} ms, worker ${loops.worker} ms`;
}

async function startFlood(workerData: Flood): Promise<{ stop(): Promise<Flooded> }> {
  const worker = new Worker(new URL("./fairness/flood.ts", import.meta.url), { workerData });
  await new Promise((resolve, reject) => worker.once("message", resolve).once("error", reject));
  return {
    stop: () =>
      new Promise((resolve, reject) => {
        worker.once("message", resolve).once("error", reject);
        worker.postMessage("stop");
      }),
  };
}

function compare(alone: Measured, beside: Measured) {
  const row = (of: keyof Measured) => ({
    "alone p50": alone[of].p50,
    "alone p95": alone[of].p95,
    "beside p50": beside[of].p50,
    "beside p95": beside[of].p95,
    ratio:
      beside[of].count === 0
        ? Number.POSITIVE_INFINITY
        : Math.round((beside[of].p95 / alone[of].p95) * 100) / 100,
    measured: alone[of].count + beside[of].count,
    failed: alone[of].failed + beside[of].failed,
  });
  return { answer: row("answer"), stored: row("stored"), analysed: row("analysed") };
}
