import { readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import type { Logger } from "pino";
import type { Config } from "../config.ts";

/** Where the stores are reached, credentials included. */
export interface Addresses {
  readonly databaseUrl: string;
  readonly clickhouseUrl: string;
}

const PATIENCE_MS = 120_000;

/** Tells the other roles' processes where the embedded stores are (mode 0600). */
export function writeAddresses(
  home: string,
  addresses: Partial<Addresses>,
  pids: Readonly<Record<string, number>>,
): void {
  const file = fileOf(home);
  writeFileSync(`${file}.draft`, `${JSON.stringify({ ...addresses, pids }, null, 2)}\n`, { mode: 0o600 });
  renameSync(`${file}.draft`, file);
}

export function removeAddresses(home: string): void {
  rmSync(fileOf(home), { force: true });
}

/** The configured addresses; what is not configured is waited for in stores.json. @throws when nobody writes it. */
export async function findAddresses(config: Config, log: Logger): Promise<Addresses> {
  const until = Date.now() + PATIENCE_MS;
  for (let told = false; ; told = true) {
    const kept = readAddresses(config.home);
    const databaseUrl = config.databaseUrl ?? kept.databaseUrl;
    const clickhouseUrl = config.clickhouseUrl ?? kept.clickhouseUrl;
    if (databaseUrl && clickhouseUrl) return { databaseUrl, clickhouseUrl };
    if (Date.now() > until) {
      throw new Error(
        `no stores: start a process with role stores on DFRAS_HOME ${config.home}, or set DATABASE_URL and CLICKHOUSE_URL`,
      );
    }
    if (!told) log.info({ home: config.home }, "waiting for a process with role stores");
    await delay(100);
  }
}

function readAddresses(home: string): Partial<Addresses> {
  try {
    return JSON.parse(readFileSync(fileOf(home), "utf8")) as Partial<Addresses>;
  } catch {
    return {};
  }
}

function fileOf(home: string): string {
  return join(home, "stores.json");
}
