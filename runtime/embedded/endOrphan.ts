import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, rmSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";
import type { Logger } from "pino";

export interface OrphanOptions {
  readonly name: string;
  /** Begins with the process id of whoever works on the data. */
  readonly pidFile: string;
  /** What that process has in its command line, so that another that got its number is left alone. */
  readonly mark: string;
  /** Tried one after the other. */
  readonly signals: readonly NodeJS.Signals[];
  readonly log: Logger;
}

const PATIENCE_MS = 10_000;

/**
 * Ends a store that a killed process left running on the same data, and removes its pid file.
 * Two on one folder would destroy it. @throws when it does not end.
 */
export async function endOrphan({ name, pidFile, mark, signals, log }: OrphanOptions): Promise<void> {
  if (!existsSync(pidFile)) return;
  const pid = Number.parseInt(readFileSync(pidFile, "utf8"), 10);
  const runs = () => Number.isInteger(pid) && commandOf(pid).includes(mark);
  if (runs()) log.warn({ store: name, store_pid: pid }, "ending a store that an earlier run left behind");
  for (const signal of signals) {
    if (!runs()) break;
    process.kill(pid, signal);
    const until = Date.now() + PATIENCE_MS;
    while (runs() && Date.now() < until) await delay(50);
  }
  if (runs())
    throw new Error(`${name} (process ${pid}) of an earlier run does not end; end it and start again`);
  rmSync(pidFile, { force: true });
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
