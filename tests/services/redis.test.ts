import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { createTenant } from "../harness/client.ts";
import { type Product, startProduct } from "../harness/product.ts";
import { createOwnRedis, type OwnRedis } from "../harness/redis.ts";
import { waitFor } from "../harness/waitFor.ts";

/** Two api processes on one PostgreSQL and one Redis, which is this test's own because it is killed. */
let redis: OwnRedis;
let here: Product;
let there: Product;
const home = mkdtempSync(join(tmpdir(), "dfras-redis-test-"));
const products: Product[] = [];

beforeAll(async () => {
  redis = await createOwnRedis();
  const env = {
    DATABASE_URL: inject("databaseUrl"),
    CLICKHOUSE_URL: inject("clickhouseUrl"),
    REDIS_URL: redis.url,
    DFRAS_SECRET_KEY: randomBytes(32).toString("hex"),
  };
  const start = async (name: string) => {
    const product = await startProduct({ home: join(home, name), roles: "api", env });
    products.push(product);
    return product;
  };
  here = await start("here");
  there = await start("there");
});
afterAll(async () => {
  for (const product of products) await product.stop();
  await redis.kill("SIGKILL");
  rmSync(home, { recursive: true, force: true });
});

interface Ready {
  readonly ready: boolean;
  readonly dependencies: Readonly<Record<string, { readonly state: string; readonly optional?: boolean }>>;
}

const ask = (product: Product, key: string, path: string, init: RequestInit = {}) =>
  fetch(`${product.api}${path}`, {
    ...init,
    headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
  });
const statusOf = async (product: Product, key: string) => (await ask(product, key, "/v1/event-types")).status;
const readyOf = async (product: Product) => {
  const answer = await fetch(`${product.api}/readyz`);
  return { status: answer.status, report: (await answer.json()) as Ready };
};
const redisIs = (state: string) => async (product: Product) =>
  (await readyOf(product)).report.dependencies["redis"]?.state === state;
const bothAre = (state: string) =>
  waitFor(async () => (await Promise.all([here, there].map(redisIs(state)))).every(Boolean), {
    timeoutMs: 20_000,
  });
/** A tenant with its admin key, and a second key that both processes have just seen. */
async function makeKeys(slug: string) {
  const { api_key } = await createTenant(here.api, `${slug}-${randomBytes(4).toString("hex")}`);
  const body = JSON.stringify({ name: "short-lived", scopes: ["events:read"] });
  const made = await ask(here, api_key.secret, "/v1/api-keys", { method: "POST", body });
  const key = (await made.json()) as { id: string; secret: string };
  expect([await statusOf(here, key.secret), await statusOf(there, key.secret)]).toEqual([200, 200]);
  const revoke = async () => {
    const answer = await ask(here, api_key.secret, `/v1/api-keys/${key.id}`, { method: "DELETE" });
    expect(answer.status).toBe(204);
    return Date.now();
  };
  return { key: key.secret, revoke };
}

test("without Redis the processes start, serve, and say what is missing", async () => {
  for (const product of [here, there]) {
    const { status, report } = await readyOf(product);
    expect(status).toBe(200);
    expect(report.ready).toBe(true);
    expect(report.dependencies["redis"]).toMatchObject({ state: "unavailable", optional: true });
  }
  const { key } = await makeKeys("without");
  expect((await ask(here, key, "/v1/event-types")).headers.get("RateLimit")).toMatch(/^"read";r=\d+/);
});

test("a key revoked at one process is refused by the other within a second", async () => {
  await redis.start();
  await bothAre("ready");
  const taken: number[] = [];
  for (let round = 0; round < 5; round++) {
    const { key, revoke } = await makeKeys("revoked");
    const from = await revoke();
    expect(await statusOf(here, key)).toBe(401);
    await waitFor(async () => (await statusOf(there, key)) === 401, { intervalMs: 1 });
    taken.push(Date.now() - from);
  }
  process.stdout.write(`revoked at one process, refused by the other after ${taken.join(", ")} ms\n`);
  // The median: what else the machine does may hold up one of them.
  expect(taken.toSorted((a, b) => a - b)[2]).toBeLessThan(1_000);
});

test("both processes take from one bucket", async () => {
  const left = async (product: Product, key: string) => {
    const answer = await ask(product, key, "/v1/api-keys/key_none", { method: "DELETE" });
    return Number(/"auth";r=(\d+)/.exec(answer.headers.get("RateLimit") ?? "")?.[1]);
  };
  // Apart each would have 595 of its 600 left at the end. Again, should a busy machine have made Redis seem away.
  await waitFor(async () => {
    const { key } = await makeKeys("bucket");
    const seen: number[] = [];
    for (let n = 0; n < 10; n++) seen.push(await left(n % 2 === 0 ? here : there, key));
    return seen[0] === 599 && (seen.at(-1) ?? 600) < 595;
  });
});

test("Redis killed under requests: none fails; a key revoked meanwhile is refused once it is back", async () => {
  const { key: reading } = await makeKeys("reading");
  const { key, revoke } = await makeKeys("meanwhile");
  const statuses = new Map<number, number>();
  let going = true;
  const reader = async (product: Product) => {
    while (going) {
      const status = await statusOf(product, reading);
      statuses.set(status, (statuses.get(status) ?? 0) + 1);
    }
  };
  const readers = [here, here, there, there].map(reader);
  await redis.kill("SIGKILL");
  await bothAre("unavailable");
  await revoke();
  expect(await statusOf(here, key)).toBe(401);
  expect((await readyOf(there)).status).toBe(200);
  await redis.start();
  const from = Date.now();
  await waitFor(async () => (await statusOf(there, key)) === 401);
  process.stdout.write(`revoked while Redis was away, refused ${Date.now() - from} ms after it was back\n`);
  await bothAre("ready");
  going = false;
  await Promise.all(readers);
  expect([...statuses.keys()]).toEqual([200]);
});
