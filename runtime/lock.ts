import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { isAlive } from "./storesFile.ts";

/** Thrown when another living process owns the home's stores. */
export class HomeInUse extends Error {
  override readonly name = "HomeInUse";
}

interface Owner {
  readonly pid: number;
  /** When the process began, in the kernel's ticks: a number that a later process with the same pid does not share. */
  readonly started: string;
}

/** Takes the home for this process; answers what gives it back. A dead owner's lock is taken over. */
export function lockHome(home: string): () => void {
  mkdirSync(home, { recursive: true, mode: 0o700 });
  const file = join(home, "stores.lock");
  const me: Owner = { pid: process.pid, started: startOf(process.pid) };
  for (;;) {
    try {
      writeFileSync(file, JSON.stringify(me), { flag: "wx", mode: 0o600 });
      return () => rmSync(file, { force: true });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    }
    const owner = readOwner(file);
    if (owner && owner.pid !== process.pid && isAlive(owner.pid) && startOf(owner.pid) === owner.started) {
      throw new HomeInUse(
        `${home} is in use by process ${owner.pid}: only one process with the role stores may run on it. ` +
          "Stop that one, or set DFRAS_HOME to another folder.",
      );
    }
    rmSync(file, { force: true });
  }
}

function readOwner(file: string): Owner | undefined {
  try {
    return JSON.parse(readFileSync(file, "utf8")) as Owner;
  } catch {
    return undefined;
  }
}

/** Field 22 of /proc/<pid>/stat; empty where there is no /proc. */
function startOf(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19] ?? "";
  } catch {
    return "";
  }
}
