import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { output } from "../install.mjs";
import { say } from "../say.mjs";

/** The first is made by Debian's package, the second every system has. */
const CANDIDATES = ["postgres", "nobody"];

/** The user to run PostgreSQL as, which refuses to run as root; null for ourselves. */
export function findAccount() {
  if (process.getuid() !== 0) return null;
  for (const name of CANDIDATES) {
    try {
      const [uid, gid] = ["-u", "-g"].map((flag) => Number(output("id", flag, name)));
      if (uid > 0) return { name, uid, gid };
    } catch {}
  }
  throw new Error(`PostgreSQL refuses to run as root, and there is no user ${CANDIDATES.join(" or ")}`);
}

/** Where the data of DIR go: into it, or beside when the account may not enter it (a home of mode 0700). */
export async function postgresFolder(dir, account) {
  const inside = join(dir, "postgres");
  if (!account) return inside;
  if (canEnter(dir, account)) {
    say(`services: running as root: PostgreSQL runs as ${account.name}`);
    return inside;
  }
  const parent = ["/var/lib", "/var/db"].find((path) => existsSync(path)) ?? tmpdir();
  const shared = join(parent, "dfras");
  mkdirSync(shared, { recursive: true });
  chmodSync(shared, 0o755);
  const folder = join(shared, `services-${createHash("sha256").update(dir).digest("hex").slice(0, 16)}`);
  say(
    `services: running as root: PostgreSQL runs as ${account.name}, who may not enter ${dir}: data in ${folder}`,
  );
  discardAbandoned(folder);
  return folder;
}

/** A folder that DIR knows nothing of: DIR was deleted since, and with it the passwords. */
function discardAbandoned(folder) {
  if (!existsSync(folder)) return;
  const pid = Number.parseInt(readText(join(folder, "data", "postmaster.pid")), 10);
  if (pid > 0 && readText(`/proc/${pid}/cmdline`).includes(folder)) process.kill(pid, "SIGQUIT");
  say(`services: removing the database of a folder that was deleted: ${folder}`);
  rmSync(folder, { recursive: true, force: true });
}

function canEnter(dir, { uid, gid }) {
  return spawnSync("/bin/sh", ["-c", 'cd "$0"', dir], { uid, gid, cwd: "/", stdio: "ignore" }).status === 0;
}

function readText(file) {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}
