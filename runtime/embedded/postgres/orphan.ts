import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import type { Logger } from "pino";

/**
 * Ends a PostgreSQL that a killed process left running on this data folder, and removes a lock file
 * whose process is gone or is now something else.
 */
export async function endOrphan(folder: string, log: Logger): Promise<void> {
  const file = join(folder, "data", "postmaster.pid");
  if (!existsSync(file)) return;
  const pid = Number.parseInt(readFileSync(file, "utf8"), 10);
  if (!isPostgresOf(pid, folder)) {
    rmSync(file, { force: true });
    return;
  }
  log.warn({ store_pid: pid }, "ending a PostgreSQL that an earlier run left behind");
  for (const signal of ["SIGINT", "SIGQUIT", "SIGKILL"] as const) {
    process.kill(pid, signal);
    if (await gone(pid, folder, 10_000)) return;
  }
  throw new Error(`PostgreSQL (process ${pid}) of an earlier run does not end; end it and start again`);
}

async function gone(pid: number, folder: string, timeoutMs: number): Promise<boolean> {
  const until = Date.now() + timeoutMs;
  while (Date.now() < until) {
    if (!isPostgresOf(pid, folder)) return true;
    await delay(50);
  }
  return false;
}

function isPostgresOf(pid: number, folder: string): boolean {
  return Number.isInteger(pid) && commandOf(pid).includes(join(folder, "data"));
}

function commandOf(pid: number): string {
  try {
    if (existsSync("/proc/self/cmdline"))
      return readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ");
    return execFileSync("ps", ["-o", "command=", "-p", String(pid)], { encoding: "utf8", stdio: "pipe" });
  } catch {
    return "";
  }
}
