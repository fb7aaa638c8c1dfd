import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";

/** Where the stores of a home are reached; written by the role `stores`, read by the others. */
export interface StoreUrls {
  readonly database_url: string;
  readonly clickhouse_url: string;
}

interface StoresFile extends StoreUrls {
  /** Process that owns the embedded stores. */
  readonly pid: number;
}

const fileOf = (home: string) => join(home, "stores.json");
const WAIT_MS = 60_000;

/** Readable by its owner alone, since the URLs hold passwords; put in place whole. */
export function writeStoresFile(home: string, urls: StoreUrls): void {
  const file: StoresFile = { ...urls, pid: process.pid };
  writeFileSync(`${fileOf(home)}.new`, `${JSON.stringify(file, null, 2)}\n`, { mode: 0o600 });
  renameSync(`${fileOf(home)}.new`, fileOf(home));
}

export function removeStoresFile(home: string): void {
  rmSync(fileOf(home), { force: true });
}

/** Waits for the role `stores` of another process to have written its addresses. */
export async function awaitStoresFile(home: string): Promise<StoreUrls> {
  const until = Date.now() + WAIT_MS;
  for (;;) {
    const file = readStoresFile(home);
    if (file) return file;
    if (Date.now() > until) {
      throw new Error(
        `no process with the role stores has written ${fileOf(home)}: start one with DFRAS_ROLES=stores and the ` +
          "same DFRAS_HOME, or set DATABASE_URL and CLICKHOUSE_URL",
      );
    }
    await pause(100);
  }
}

function readStoresFile(home: string): StoreUrls | undefined {
  if (!existsSync(fileOf(home))) return undefined;
  const file = JSON.parse(readFileSync(fileOf(home), "utf8")) as StoresFile;
  return isAlive(file.pid) ? file : undefined;
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
