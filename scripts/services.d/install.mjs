import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { say, seconds } from "./say.mjs";

const DEBIAN = "/usr/lib/postgresql";

/** Each thing needed: whether it is here, and the Debian packages that bring it. */
const NEEDED = [
  { what: "Java 17 or newer", found: () => javaVersion() >= 17, packages: ["default-jre-headless"] },
  { what: "Maven", found: () => onPath("mvn"), packages: ["maven", "default-jre-headless"] },
  { what: "Redis", found: () => onPath("redis-server"), packages: ["redis-server"] },
  { what: "PostgreSQL", found: () => postgresBinaries() !== null, packages: ["postgresql"] },
];

/** Installs from Debian what is missing, saying so. @throws naming what is missing where that cannot be done. */
export function installMissing() {
  const missing = NEEDED.filter(({ found }) => !found());
  if (missing.length === 0) return;
  const packages = [...new Set(missing.flatMap((need) => need.packages))];
  const names = missing.map(({ what }) => what).join(", ");
  if (!onPath("apt-get")) throw new Error(`not installed: ${names}. Install them and run this again`);
  if (process.getuid() !== 0) {
    const command = `sudo apt-get update && sudo apt-get install -y ${packages.join(" ")}`;
    throw new Error(`not installed: ${names}. Run: ${command}`);
  }
  say(`services: not installed: ${names}; installing ${packages.join(" ")} from Debian`);
  const began = performance.now();
  apt("update", "-qq");
  apt("install", "-qq", "-y", "--no-install-recommends", ...packages);
  const still = NEEDED.filter(({ found }) => !found()).map(({ what }) => what);
  if (still.length > 0)
    throw new Error(`not there after installing ${packages.join(" ")}: ${still.join(", ")}`);
  say(`services: installed in ${seconds(began)}`);
  if (existsSync("/run/systemd/system"))
    say("services: Debian starts its own redis-server and postgresql too; systemctl disable --now ends them");
}

/** The folder of the newest PostgreSQL's programs: Debian's, else the one on the path; null when there is none. */
export function postgresBinaries() {
  const majors = existsSync(DEBIAN) ? readdirSync(DEBIAN).filter((name) => /^\d+$/.test(name)) : [];
  const folders = majors.sort((a, b) => b - a).map((major) => join(DEBIAN, major, "bin"));
  const found = folders.find((folder) => existsSync(join(folder, "initdb")));
  if (found) return found;
  return onPath("pg_config") && onPath("initdb") ? output("pg_config", "--bindir").trim() : null;
}

/** What a command writes to standard output. @throws when it fails. */
export function output(command, ...args) {
  return execFileSync(command, args, { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
}

function apt(...args) {
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  // Standard output belongs to the variables, so that apt-get's goes to standard error.
  const { status } = spawnSync("apt-get", ["-o", "DPkg::Lock::Timeout=300", ...args], {
    env,
    stdio: ["ignore", 2, 2],
  });
  if (status !== 0) throw new Error(`apt-get ${args.join(" ")} failed`);
}

function onPath(command) {
  return spawnSync("/bin/sh", ["-c", `command -v ${command}`], { stdio: "ignore" }).status === 0;
}

function javaVersion() {
  const { stderr, status } = spawnSync("java", ["-version"], { encoding: "utf8" });
  return status === 0 ? Number(/version "(\d+)/.exec(stderr)?.[1] ?? 0) : 0;
}
