import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { promisify } from "node:util";
import { afterAll, expect, test } from "vitest";
import { type Client, createClient, createTenant } from "../harness/client.ts";
import { OPERATOR_KEY } from "../harness/product.ts";
import { waitFor } from "../harness/waitFor.ts";

// Services of its own, with their data in a fresh folder: from nothing to a running product, by the command that users have.
const home = mkdtempSync(join(tmpdir(), "dfras-start-services-"));
const dir = join(home, "services");
const services = (...args: readonly string[]) =>
  promisify(execFile)("scripts/services", [...args, "--dir", dir]).then(
    ({ stdout }) => stdout,
    ({ stdout }: { stdout: string }) => stdout,
  );
const record = (name: string) =>
  JSON.parse(readFileSync(join(dir, `${name}.json`), "utf8")) as { pid: number };

const started: ChildProcess[] = [];

afterAll(async () => {
  for (const child of started) {
    if (child.exitCode !== null || child.signalCode !== null) continue;
    child.kill("SIGTERM");
    await once(child, "exit");
  }
  await services("down", "--remove");
});

function startServices() {
  const { KAFKA_BROKERS, REDIS_URL, DATABASE_URL, ...rest } = process.env;
  const env = { ...rest, DFRAS_HOME: home, DFRAS_DEMO: "0", DFRAS_OPERATOR_KEY: OPERATOR_KEY, PORT: "0" };
  const child = spawn(process.execPath, ["scripts/start-services.mjs"], {
    env,
    stdio: ["ignore", "pipe", "pipe"],
  });
  started.push(child);
  const told: string[] = [];
  createInterface({ input: child.stderr }).on("line", (line) => told.push(line));
  const api = new Promise<string>((resolve, reject) => {
    createInterface({ input: child.stdout }).on("line", (line) => {
      if (line.startsWith("ready ")) resolve((JSON.parse(line.slice(6)) as { api: string }).api);
    });
    child.once("exit", () => reject(new Error(told.join("\n"))));
  });
  return { child, told, api };
}

/** Without Kafka the process lives, says what it lacks and takes no events; with Kafka back it goes on by itself. */
async function outlivesKafka(api: string, client: Client): Promise<void> {
  const ask = async () => {
    const answer = await fetch(`${api}/readyz`);
    const { dependencies } = (await answer.json()) as { dependencies: Record<string, { state: string }> };
    return {
      code: answer.status,
      away: Object.keys(dependencies).filter((each) => dependencies[each]?.state !== "ready"),
    };
  };
  const line = JSON.stringify({
    id: "1",
    type: "order.created",
    occurred_at: new Date().toISOString(),
    order_id: "O-1",
  });
  process.kill(record("kafka").pid, "SIGKILL");
  const patience = { timeoutMs: 60_000 };
  const without = await waitFor(async () => {
    const now = await ask();
    return now.code === 503 && now;
  }, patience);
  expect(without.away).toEqual(["event_log"]);
  expect((await fetch(`${api}/healthz`)).status).toBe(200);
  await expect(client.sendLines([line])).rejects.toThrow(/^Error: 503 |^503 /);
  await services("up");
  await waitFor(async () => (await ask()).code === 200, patience);
  const { accepted } = await waitFor(() => client.sendLines([line]), patience);
  expect(accepted).toBe(1);
}

test("starts the services and the product on them; ends the product alone; goes on with the same data", async () => {
  const first = startServices();
  const api = await first.api;
  const made = await createTenant(api, "on-services");
  const ready = await waitFor(async () => {
    const now = (await (await fetch(`${api}/readyz`)).json()) as { ready: boolean; dependencies: object };
    return now.ready && now;
  });
  expect(Object.keys(ready.dependencies)).toContain("redis");
  first.child.kill("SIGTERM");
  expect((await once(first.child, "exit"))[0]).toBe(0);
  await waitFor(() => first.told.at(-1)?.includes("scripts/services down --dir"), { timeoutMs: 5_000 });
  expect((await services("status")).match(/ runs: /g)).toHaveLength(3);

  const second = startServices();
  const again = await second.api;
  const client = createClient(again, made.api_key.secret);
  expect((await client.get<{ data: unknown[] }>("/v1/api-keys")).data).toHaveLength(1);
  await outlivesKafka(again, client);
  second.child.kill("SIGTERM");
  await once(second.child, "exit");
});

test("prints three variables and nothing else, the same each time, and keeps its secrets to its owner", async () => {
  const printed = await services("up");
  expect(printed).toMatch(
    /^KAFKA_BROKERS=127\.0\.0\.1:\d+\nREDIS_URL=redis:\/\/\S+\nDATABASE_URL=postgres:\/\/\S+\n$/,
  );
  expect(await services("up")).toBe(printed);
  const files = readdirSync(dir).filter((name) => /\.(json|key)$/.test(name));
  expect(files).toEqual(["kafka.json", "postgres.json", "redis.json", "secret.key"]);
  for (const name of files) expect(statSync(join(dir, name)).mode & 0o777).toBe(0o600);
});

test("starts again what was killed, at the same addresses, and leaves the others alone", async () => {
  const printed = await services("up");
  const redis = record("redis").pid;
  process.kill(record("postgres").pid, "SIGKILL");
  await waitFor(async () => (await services("status")).includes("postgres does not run"), {
    timeoutMs: 10_000,
  });
  expect(await services("up")).toBe(printed);
  expect(record("redis").pid).toBe(redis);
});

test("leaves nothing running when one of them cannot start, and says why", async () => {
  const bin = mkdtempSync(join(tmpdir(), "dfras-broken-redis-"));
  const failing = '#!/bin/sh\n[ "$1" = --version ] && exec echo v=0.0.1\necho no room left\nexit 1\n';
  writeFileSync(join(bin, "redis-server"), failing, { mode: 0o755 });
  const other = join(bin, "data");
  const env = { ...process.env, PATH: `${bin}:${process.env["PATH"]}` };
  const up = promisify(execFile)("scripts/services", ["up", "--dir", other], { env });
  await expect(up).rejects.toMatchObject({
    code: 1,
    stdout: "",
    stderr: expect.stringContaining("no room left"),
  });
  const status = promisify(execFile)("scripts/services", ["status", "--dir", other]);
  await expect(status).rejects.toMatchObject({ code: 1, stdout: expect.not.stringContaining("runs") });
  await promisify(execFile)("scripts/services", ["down", "--dir", other, "--remove"]);
  rmSync(bin, { recursive: true });
});

test("stops what it started", async () => {
  await services("down");
  expect((await services("status")).match(/does not run/g)).toHaveLength(3);
});
