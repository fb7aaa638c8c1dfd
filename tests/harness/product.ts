import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { pino } from "pino";
import { postgresFolder } from "../../runtime/embedded/postgres.ts";

export const OPERATOR_KEY = "operator-key-of-a-test-run";

export interface Product {
  readonly process: ChildProcess;
  readonly home: string;
  /** Base URL of the API; empty for a process without that role. */
  readonly api: string;
  /** Where a process without that role tells its health; empty unless it was given DFRAS_HEALTH_PORT. */
  readonly health: string;
  /** Process ids of the embedded stores, by name. */
  storePids(): { readonly postgres?: number; readonly clickhouse?: number };
  /** The last lines on standard error. */
  lastLines(): readonly string[];
  /** All that was said on standard output. */
  said(): string;
  /** SIGTERM, and waits for the end; answers the exit code. */
  stop(): Promise<number | null>;
}

export interface StartOptions {
  readonly home: string;
  readonly roles?: string;
  /** The program; the product's own unless told. */
  readonly entry?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** A fresh home for a run, and what removes it with all its data. */
export async function newHome(): Promise<{ home: string; remove: () => Promise<void> }> {
  const home = mkdtempSync(join(tmpdir(), "dfras-e2e-"));
  return {
    home,
    remove: async () => {
      const folder = await postgresFolder(home, pino({ level: "silent" }));
      rmSync(folder, { recursive: true, force: true });
      rmSync(home, { recursive: true, force: true });
    },
  };
}

/** Starts the program as users do, and waits until it says that it is ready. */
export async function startProduct({
  home,
  roles,
  entry = "runtime/main.ts",
  env,
}: StartOptions): Promise<Product> {
  const child = spawn(process.execPath, [entry], {
    stdio: ["ignore", "pipe", "pipe"],
    env: {
      PATH: process.env["PATH"],
      PORT: "0",
      DFRAS_HOME: home,
      DFRAS_DEMO: "0",
      DFRAS_OPERATOR_KEY: OPERATOR_KEY,
      DFRAS_EGRESS_ALLOW: "127.0.0.1",
      DFRAS_DRAIN_SECONDS: "0",
      LOG_LEVEL: process.env["LOG_LEVEL"] ?? "warn",
      ...(roles === undefined ? {} : { DFRAS_ROLES: roles }),
      ...env,
    },
  });
  const lines: string[] = [];
  createInterface({ input: child.stderr }).on("line", (line) => {
    lines.push(line);
    if (lines.length > 200) lines.shift();
  });
  const said: string[] = [];
  const ready = await readyLine(child, lines, said);
  return {
    process: child,
    home,
    api: ready.api ?? "",
    health: ready.health ?? "",
    storePids: () => JSON.parse(readFileSync(join(home, "stores.json"), "utf8")).pids,
    lastLines: () => lines,
    said: () => said.join("\n"),
    stop: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
      child.kill("SIGTERM");
      await once(child, "exit");
      return child.exitCode;
    },
  };
}

interface Ready {
  readonly api?: string;
  readonly health?: string;
}

function readyLine(child: ChildProcess, lines: readonly string[], said: string[]): Promise<Ready> {
  return new Promise((resolve, reject) => {
    child.once("exit", (code, signal) => {
      reject(new Error(`the product ended (${code ?? signal}) before it was ready:\n${lines.join("\n")}`));
    });
    if (!child.stdout) return reject(new Error("no standard output"));
    createInterface({ input: child.stdout }).on("line", (line) => {
      said.push(line);
      if (line.startsWith("ready ")) resolve(JSON.parse(line.slice(6)) as Ready);
    });
  });
}
