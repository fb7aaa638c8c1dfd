import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync, statSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createClient, createTenant } from "../harness/client.ts";
import { newHome, type Product, startProduct } from "../harness/product.ts";
import { waitFor } from "../harness/waitFor.ts";

interface Stores {
  readonly databaseUrl: string;
  readonly clickhouseUrl: string;
  readonly pids: Readonly<Record<"postgres" | "clickhouse", number>>;
}

let place: Awaited<ReturnType<typeof newHome>>;
let product: Product;

beforeAll(async () => {
  place = await newHome();
  product = await startProduct({ home: place.home });
});
afterAll(async () => {
  await product.stop();
  await place.remove();
});

const stores = () => JSON.parse(readFileSync(join(place.home, "stores.json"), "utf8")) as Stores;
const isAlive = (pid: number) => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};
const isReady = async () => (await fetch(`${product.api}/readyz`)).ok;

/** Runs the program to its end. */
async function runToEnd(env: Readonly<Record<string, string>>) {
  const child = spawn(process.execPath, ["runtime/main.ts"], {
    env: { PATH: process.env["PATH"], DFRAS_HOME: place.home, PORT: "0", ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let [out, err] = ["", ""];
  child.stdout.on("data", (chunk) => (out += chunk));
  child.stderr.on("data", (chunk) => (err += chunk));
  const [code] = await once(child, "close");
  return { code: code as number, out, err };
}

describe("a wrong start", () => {
  test("names the variable and what is allowed, and leaves with 1", async () => {
    const { code, out, err } = await runToEnd({ PORT: "many", DFRAS_ROLES: "chef" });
    expect(code).toBe(1);
    expect(out).toBe("");
    const said = JSON.parse(err.trim()).msg;
    expect(said).toMatch(/PORT is "many": it must be a whole number from 0 to 65535/);
    expect(said).toMatch(/DFRAS_ROLES is "chef": it must be .*stores, api, worker, webhooks/);
  });

  test("a second process with role stores is refused, and harms nothing", async () => {
    const { code, err } = await runToEnd({});
    expect(code).toBe(1);
    expect(JSON.parse(err.trim()).msg).toMatch(
      new RegExp(`process \\(${product.process.pid}\\) runs the stores on`),
    );
    expect(await isReady()).toBe(true);
    expect(stores().pids.postgres).toBeGreaterThan(0);
  });

  test("a taken PORT is named; with the demo the next one is used", async () => {
    const taken = createServer().listen(0, "127.0.0.1");
    await once(taken, "listening");
    const address = taken.address();
    const port = String(typeof address === "object" ? address?.port : 0);
    const refused = await runToEnd({ PORT: port, DFRAS_ROLES: "api" });
    expect(refused.code).toBe(1);
    expect(refused.err).toContain(`PORT ${port} is taken`);
    const beside = await startProduct({
      home: place.home,
      roles: "api",
      env: { PORT: port, DFRAS_DEMO: "1" },
    });
    expect(Number(new URL(beside.api).port)).toBeGreaterThan(Number(port));
    expect((await fetch(`${beside.api}/readyz`)).ok).toBe(true);
    expect(await beside.stop()).toBe(0);
    taken.close();
  });
});

test("secrets are kept where only their owner can read them", () => {
  for (const name of ["secret.key", "stores.json", "postgres.json", "clickhouse.json"]) {
    expect(statSync(join(place.home, name)).mode & 0o777).toBe(0o600);
  }
});

test.each(["postgres", "clickhouse"] as const)("%s comes back after kill -9, with its data", async (name) => {
  const made = await createTenant(product.api, `kept-${name}`);
  const before = stores();
  process.kill(before.pids[name], "SIGKILL");
  await waitFor(() => stores().pids[name] !== before.pids[name], { timeoutMs: 60_000 });
  await waitFor(isReady, { timeoutMs: 30_000 });
  expect(stores().databaseUrl).toBe(before.databaseUrl);
  expect(stores().clickhouseUrl).toBe(before.clickhouseUrl);
  const list = await createClient(product.api, made.api_key.secret).get<{ data: unknown[] }>("/v1/failures");
  expect(list.data).toEqual([]);
  expect(product.lastLines().join("\n")).toContain("the store ended unasked");
});

test("kill -9 leaves no orphans, and the next start finds everything", async () => {
  const made = await createTenant(product.api, "before-the-kill");
  const { pids } = stores();
  product.process.kill("SIGKILL");
  await waitFor(() => !isAlive(pids.postgres) && !isAlive(pids.clickhouse), { timeoutMs: 40_000 });
  product = await startProduct({ home: place.home });
  const { data } = await createClient(product.api, made.api_key.secret).get<{ data: unknown[] }>(
    "/v1/api-keys",
  );
  expect(data).toHaveLength(1);
});

test("a start right after kill -9 takes over from children that still run", async () => {
  product.process.kill("SIGKILL");
  product = await startProduct({ home: place.home });
  expect(await isReady()).toBe(true);
});

test("roles run apart, and find the stores by DFRAS_HOME", async () => {
  expect(await product.stop()).toBe(0);
  const base = await startProduct({ home: place.home, roles: "stores" });
  const rest = await startProduct({ home: place.home, roles: "api,worker,webhooks" });
  expect((await fetch(`${rest.api}/readyz`)).ok).toBe(true);
  expect(await rest.stop()).toBe(0);
  expect(await base.stop()).toBe(0);
  product = await startProduct({ home: place.home });
});

test("SIGTERM drains and ends with 0, and the stores with it", async () => {
  const { pids } = stores();
  expect(await product.stop()).toBe(0);
  expect([isAlive(pids.postgres), isAlive(pids.clickhouse)]).toEqual([false, false]);
});
