import { afterAll, beforeAll, expect, test } from "vitest";
import { newHome, type Product, startProduct } from "../harness/product.ts";
import { waitFor } from "../harness/waitFor.ts";

interface Dependency {
  readonly state: string;
  readonly since: string;
  readonly detail?: string;
}
interface Report {
  readonly code: number;
  readonly ready: boolean;
  readonly status: string;
  readonly dependencies: Readonly<Record<string, Dependency>>;
}

let place: Awaited<ReturnType<typeof newHome>>;
let all: Product;
let webhooks: Product;

beforeAll(async () => {
  place = await newHome();
  all = await startProduct({ home: place.home, env: { DFRAS_DRAIN_SECONDS: "3" } });
  webhooks = await startProduct({ home: place.home, roles: "webhooks", env: { DFRAS_HEALTH_PORT: "0" } });
});
afterAll(async () => {
  await webhooks?.stop();
  await all?.stop();
  await place?.remove();
});

async function ask(url: string): Promise<Report> {
  const answer = await fetch(`${url}/readyz`);
  return { code: answer.status, ...((await answer.json()) as Omit<Report, "code">) };
}
const quick = { timeoutMs: 60_000, intervalMs: 10 };
const isReady = async (url: string) => (await ask(url)).ready;

test("each process tells of what its roles need, and since when", async () => {
  const report = await waitFor(async () => (await isReady(all.api)) && ask(all.api));
  expect(report).toMatchObject({ code: 200, status: "ready" });
  expect(Object.keys(report.dependencies).sort()).toEqual(["database", "event_log", "warehouse"]);
  const other = await ask(webhooks.health);
  expect(Object.keys(other.dependencies).sort()).toEqual(["database", "event_log"]);
  expect((await fetch(`${webhooks.health}/healthz`)).status).toBe(200);
  for (const { since } of Object.values({ ...report.dependencies, ...other.dependencies }))
    expect(Date.parse(since)).toBeLessThanOrEqual(Date.now());
});

test.each([
  { store: "postgres", away: ["database", "event_log"] },
  { store: "clickhouse", away: ["warehouse"] },
] as const)("without $store the process lives and is not ready; both are seen", async ({ store, away }) => {
  const before = await waitFor(async () => (await isReady(all.api)) && ask(all.api));
  const killedAt = Date.now();
  process.kill(all.storePids()[store] ?? 0, "SIGKILL");
  const during = await waitFor(async () => {
    const [here, there] = await Promise.all([ask(all.api), ask(webhooks.health)]);
    expect((await fetch(`${all.api}/healthz`)).status).toBe(200);
    const seen = away.every((name) => here.dependencies[name]?.state === "unavailable");
    return seen && { here, there };
  }, quick);
  expect(during.here).toMatchObject({ code: 503, ready: false, status: "unavailable" });
  for (const [name, now] of Object.entries(during.here.dependencies)) {
    const isAway = (away as readonly string[]).includes(name);
    expect(now.state, name).toBe(isAway ? "unavailable" : "ready");
    if (isAway) expect(now.detail).toMatch(/./);
    if (isAway) expect(Date.parse(now.since)).toBeGreaterThanOrEqual(killedAt);
    else expect(now.since).toBe(before.dependencies[name]?.since);
  }
  if (store === "clickhouse") expect(during.there).toMatchObject({ code: 200, ready: true });
  const after = await waitFor(async () => (await isReady(all.api)) && ask(all.api), quick);
  for (const name of away)
    expect(Date.parse(after.dependencies[name]?.since ?? "")).toBeGreaterThanOrEqual(
      Date.parse(during.here.dependencies[name]?.since ?? ""),
    );
  await waitFor(() => isReady(webhooks.health), quick);
});

test("SIGTERM is told to balancers while requests are still served, then the process ends", async () => {
  const url = all.api;
  const ending = all.stop();
  const report = await waitFor(async () => {
    const now = await ask(url);
    return now.status === "draining" && now;
  }, quick);
  expect(report).toMatchObject({ code: 503, ready: false });
  const served = await fetch(`${url}/healthz`);
  expect([served.status, served.headers.get("Connection")]).toEqual([200, "close"]);
  expect(await ending).toBe(0);
});
