import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { totalmem } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Logger } from "pino";
import { endOrphan } from "../endOrphan.ts";
import { freePort } from "../freePort.ts";
import type { EmbeddedStore } from "../postgres.ts";
import { spawnGuarded } from "../spawnGuarded.ts";
import type { ChildOptions } from "./child.ts";

const CHILD = fileURLToPath(new URL("./child.ts", import.meta.url));
const START_TIMEOUT_MS = 120_000;
const GIB = 1024 ** 3;

/**
 * Starts the ClickHouse child on the data of `home` and waits until it answers.
 * The port and the password are last time's, so that who holds the URL keeps it over a restart.
 */
export async function startClickHouse(options: { home: string; log: Logger }): Promise<EmbeddedStore> {
  const { home, log } = options;
  requireEngine();
  const file = join(home, "clickhouse.json");
  const pidFile = join(home, "clickhouse", "pid");
  await endOrphan({ name: "clickhouse", pidFile, mark: file, signals: ["SIGTERM", "SIGKILL"], log });
  const settings = await childOptions(home, file, pidFile);
  writeFileSync(file, `${JSON.stringify(settings, null, 2)}\n`, { mode: 0o600 });
  const child = spawnGuarded({
    command: process.execPath,
    args: [CHILD, file],
    // Queries block threads of this pool: one per connection, and some for compression.
    env: { PATH: "/usr/bin:/bin", UV_THREADPOOL_SIZE: String(settings.interactive + settings.jobs + 5) },
    stopSignal: "TERM",
    graceSeconds: 20,
    onLine: (line) => log.debug({ store: "clickhouse" }, line),
  });
  const base = `http://127.0.0.1:${settings.port}`;
  await answering(`${base}/ping`, child);
  const url = base.replace("://", `://${settings.user}:${settings.password}@`);
  return { url, pid: await child.pid, exited: child.exited, stop: child.stop };
}

async function childOptions(home: string, file: string, pidFile: string): Promise<ChildOptions> {
  const known = existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as ChildOptions) : null;
  const folder = join(home, "clickhouse");
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  return {
    folder: join(folder, "data"),
    pidFile,
    port: await freePort(known?.port),
    user: "dfras",
    password: known?.password ?? randomBytes(24).toString("hex"),
    interactive: 4,
    jobs: 4,
    queryMemoryBytes: Math.round(Math.min(2 * GIB, totalmem() / 6)),
    totalMemoryBytes: Math.round(Math.min(8 * GIB, totalmem() / 3)),
  };
}

function requireEngine(): void {
  try {
    createRequire(import.meta.url).resolve("chdb");
  } catch {
    throw new Error(
      "the ClickHouse that DFRAS brings along is not installed (package chdb): " +
        "run `npm ci` (without --omit=optional), or set CLICKHOUSE_URL",
    );
  }
}

async function answering(url: string, child: ReturnType<typeof spawnGuarded>): Promise<void> {
  let exit: number | null = null;
  void child.exited.then((code) => {
    exit = code;
  });
  const until = Date.now() + START_TIMEOUT_MS;
  for (;;) {
    if (exit !== null) {
      throw new Error(`ClickHouse ended with code ${exit} while starting: ${child.lastLines().join(" | ")}`);
    }
    if (await answers(url)) return;
    if (Date.now() > until) throw new Error("ClickHouse did not answer in time");
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

async function answers(url: string): Promise<boolean> {
  try {
    return (await fetch(url)).ok;
  } catch {
    return false;
  }
}
