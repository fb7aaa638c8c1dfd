import { execFileSync } from "node:child_process";
import { linkSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

interface Holder {
  readonly pid: number;
  /** When that process began, so that another that got its number is not taken for it. */
  readonly began: string;
}

/** Thrown when another living process holds the folder. */
export class HomeInUse extends Error {
  override readonly name = "HomeInUse";
}

/**
 * Makes this process the only one with role `stores` on the folder, until it ends, however it ends.
 * Returns the way to let go. @throws HomeInUse
 */
export function lockHome(home: string): () => void {
  const file = join(home, "stores.lock");
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, JSON.stringify({ pid: process.pid, began: beginOf(process.pid) } satisfies Holder));
  try {
    for (;;) {
      if (tryLink(draft, file)) return () => rmSync(file, { force: true });
      const holder = readHolder(file);
      if (holder && beginOf(holder.pid) === holder.began) {
        throw new HomeInUse(
          `another DFRAS process (${holder.pid}) runs the stores on ${home}: ` +
            "end it, or give this one another DFRAS_HOME, or DFRAS_ROLES without stores",
        );
      }
      rmSync(file, { force: true });
    }
  } finally {
    rmSync(draft, { force: true });
  }
}

/** A link appears whole or not at all, and only if nothing has the name. */
function tryLink(draft: string, file: string): boolean {
  try {
    linkSync(draft, file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  }
}

function readHolder(file: string): Holder | null {
  try {
    return JSON.parse(readFileSync(file, "utf8")) as Holder;
  } catch {
    return null;
  }
}

/** When a process began, in the system's own words; empty when there is no such process. */
function beginOf(pid: number): string {
  try {
    if (process.platform !== "linux") {
      return execFileSync("ps", ["-o", "lstart=", "-p", String(pid)], {
        encoding: "utf8",
        stdio: "pipe",
      }).trim();
    }
    // The command's name, in brackets, may hold anything; the 20th field after it is the start time.
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19] ?? "";
  } catch {
    return "";
  }
}
