/**
 * What the rate limiter costs: takes a second and p95 in process and on Redis, and what each adds to a request of
 * GET /v1/event-types (no socket between; two buckets a request), all in one run. Needs `redis-server`.
 * Usage: node load-tests/bench/limits.ts [--takes 10000] [--requests 3000]
 */
import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { pino } from "pino";
import { createApp } from "../../api/app.ts";
import type { ApiDeps } from "../../api/env.ts";
import { createLocalLimiter } from "../../runtime/embedded/limiter.ts";
import { openShared } from "../../runtime/redis/openShared.ts";
import { migrateDatabase, openDatabase } from "../../tenancy/database.ts";
import { createKeyring } from "../../tenancy/keyring.ts";
import type { RateLimiter } from "../../tenancy/ports.ts";
import { newHome, startProduct } from "../../tests/harness/product.ts";
import { createOwnRedis } from "../../tests/harness/redis.ts";

const { values } = parseArgs({ options: { takes: { type: "string" }, requests: { type: "string" } } });
const TAKES = Number(values.takes ?? 10_000);
const REQUESTS = Number(values.requests ?? 3_000);
const POLICY = { name: "bench", limit: 1_000_000_000, windowSeconds: 10 };
const NONE: RateLimiter = {
  take: async ({ limit }) => ({ allowed: true, limit, remaining: limit, resetSeconds: 1 }),
  close: async () => {},
};

const { home, remove } = await newHome();
const stores = await startProduct({ home, roles: "stores" });
const redis = await createOwnRedis();
await redis.start();
const shared = await openShared(redis.url, pino({ level: "warn" }));
const limiters = { none: NONE, "in process": createLocalLimiter(), Redis: shared.limiter };
try {
  for (const inFlight of [1, 64]) {
    for (const name of ["in process", "Redis"] as const) {
      const take = (n: number) => limiters[name].take(POLICY, `key-${n % 100}`, 1);
      say(`take, ${inFlight} in flight, ${name}`, await measure(TAKES, inFlight, take));
    }
  }
  const ask = await openApp();
  const took = { none: [] as number[], "in process": [] as number[], Redis: [] as number[] };
  // In turn, so that what else the machine does falls on all alike.
  for (let n = -REQUESTS / 10; n < REQUESTS; n++) {
    for (const name of ["none", "in process", "Redis"] as const) {
      const from = performance.now();
      await ask(limiters[name]);
      if (n >= 0) took[name].push(performance.now() - from);
    }
  }
  for (const [name, times] of Object.entries(took)) say(`request, limiter ${name}`, toFigures(times));
} finally {
  await shared.close();
  await redis.kill("SIGKILL");
  await stores.stop();
  await remove();
}

/** The edge on the stores' PostgreSQL; answers how to send one request with the limiter given. */
async function openApp(): Promise<(limiter: RateLimiter) => Promise<void>> {
  const { databaseUrl } = JSON.parse(readFileSync(join(home, "stores.json"), "utf8")) as {
    databaseUrl: string;
  };
  await migrateDatabase(databaseUrl, "drizzle/migrations");
  const db = openDatabase({ url: databaseUrl, poolSize: 2 });
  const keyring = createKeyring(randomBytes(32));
  const operatorKey = randomBytes(16).toString("hex");
  const some = { db, keyring, operatorKey, log: pino({ level: "silent" }), prepare: async () => {} };
  const apps = Object.values(limiters).map((limiter) => {
    // The routes asked for need no other dependency.
    const app = createApp({ ...some, limiter } as unknown as ApiDeps);
    return [limiter, app] as const;
  });
  const byLimiter = new Map(apps);
  const send = async (limiter: RateLimiter, path: string, init: RequestInit) => {
    const answer = await byLimiter.get(limiter)?.request(path, init);
    if (!answer?.ok) throw new Error(`${path} answered ${answer?.status}`);
    return answer;
  };
  const made = await send(NONE, "/v1/operator/tenants", {
    method: "POST",
    headers: { Authorization: `Bearer ${operatorKey}`, "Content-Type": "application/json" },
    body: JSON.stringify({ name: "bench", slug: "bench", placement: "pooled" }),
  });
  const { api_key } = (await made.json()) as { api_key: { secret: string } };
  const headers = { Authorization: `Bearer ${api_key.secret}` };
  return async (limiter) => {
    const answer = await send(limiter, "/v1/event-types", { headers });
    await answer.arrayBuffer();
  };
}

interface Figures {
  /** By the sum of the times where one waits for the other. */
  readonly perSecond: number;
  readonly p50: number;
  readonly p95: number;
}

/** Does `work` `count` times, `inFlight` at a time, after a tenth of that to warm up. */
async function measure(
  count: number,
  inFlight: number,
  work: (n: number) => Promise<unknown>,
): Promise<Figures> {
  const run = async (times: number): Promise<number[]> => {
    const took: number[] = [];
    let next = 0;
    const lane = async () => {
      while (next < times) {
        const from = performance.now();
        await work(next++);
        took.push(performance.now() - from);
      }
    };
    await Promise.all(Array.from({ length: inFlight }, lane));
    return took;
  };
  await run(count / 10);
  const from = performance.now();
  const took = await run(count);
  return { ...toFigures(took), perSecond: (count / (performance.now() - from)) * 1000 };
}

function toFigures(times: readonly number[]): Figures {
  const sorted = times.toSorted((a, b) => a - b);
  const at = (share: number) => sorted[Math.floor(share * (sorted.length - 1))] ?? 0;
  const sum = times.reduce((all, time) => all + time, 0);
  return { perSecond: (times.length / sum) * 1000, p50: at(0.5), p95: at(0.95) };
}

function say(what: string, { perSecond, p50, p95 }: Figures): void {
  const ms = (value: number) => `${value.toFixed(3)} ms`;
  console.log(`${what.padEnd(32)} ${Math.round(perSecond)}/s, p50 ${ms(p50)}, p95 ${ms(p95)}`);
}
