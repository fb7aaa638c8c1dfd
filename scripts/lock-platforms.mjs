/**
 * Keeps package-lock.json and `allowScripts` fit for every platform and every npm.
 *
 * A registry may lack the binaries of other platforms; `npm install` then leaves them out of the lock file, and
 * `npm ci` of npm 11 and 12 refuses it. This adds their entries (without integrity), drops registry addresses, and
 * allows the install scripts of what is locked. With `--check` it changes nothing and fails if it would.
 */
import { readFileSync, writeFileSync } from "node:fs";

const LOCK = "package-lock.json";
const MANIFEST = "package.json";
const PLATFORM =
  /(android|darwin|freebsd|linux|openbsd|openharmony|win32|windows)-(arm64|arm|ia32|loong64|ppc64|riscv64|s390x|x64)(?:-(\w+))?$/;

const lock = readJson(LOCK);
const manifest = readJson(MANIFEST);
const done = [...addPlatforms(lock), ...dropAddresses(lock), ...allowScripts(lock, manifest)];

if (process.argv.includes("--check")) {
  for (const change of done) console.error(`${change}; mend it with: node scripts/lock-platforms.mjs`);
  process.exit(done.length === 0 ? 0 : 1);
}
writeJson(LOCK, lock);
writeJson(MANIFEST, manifest);
for (const change of done) console.log(change);

function addPlatforms({ packages }) {
  const added = [];
  for (const [parent, { optionalDependencies = {}, dev }] of Object.entries(packages)) {
    for (const [name, range] of Object.entries(optionalDependencies)) {
      if (isLocked(packages, parent, name)) continue;
      packages[`node_modules/${name}`] = {
        version: range.replace(/^[\^~]/, ""),
        ...platformOf(name),
        ...(dev ? { dev } : {}),
        optional: true,
      };
      added.push(`${LOCK} lacks ${name}`);
    }
  }
  const sorted = Object.fromEntries(Object.entries(packages).sort(([a], [b]) => (a < b ? -1 : 1)));
  for (const path of Object.keys(packages)) delete packages[path];
  Object.assign(packages, sorted);
  return added;
}

/** Whether the lock file has `name` where `parent` finds it: in its own node_modules or in one further out. */
function isLocked(packages, parent, name) {
  for (let folder = parent; ; folder = folder.slice(0, Math.max(0, folder.lastIndexOf("/node_modules/")))) {
    if (packages[`${folder}${folder ? "/" : ""}node_modules/${name}`]) return true;
    if (!folder) return false;
  }
}

/** `@chdb/lib-linux-arm64-gnu` -> its os, cpu and libc. */
function platformOf(name) {
  const [, os, cpu, abi] = PLATFORM.exec(name) ?? [];
  if (!os) throw new Error(`cannot tell the platform of ${name}`);
  const libc = os === "linux" && abi ? [abi.startsWith("musl") ? "musl" : "glibc"] : undefined;
  return { cpu: [cpu], ...(libc ? { libc } : {}), os: [os === "windows" ? "win32" : os] };
}

function dropAddresses({ packages }) {
  const dropped = [];
  for (const [path, entry] of Object.entries(packages)) {
    if (!("resolved" in entry)) continue;
    delete entry.resolved;
    dropped.push(`${LOCK} names a registry for ${path}`);
  }
  return dropped;
}

/** By name alone: npm heeds a version only where the lock file names a registry's address. */
function allowScripts({ packages }, manifest) {
  const names = Object.entries(packages)
    .filter(([, { hasInstallScript }]) => hasInstallScript)
    .map(([path]) => path.slice(path.lastIndexOf("node_modules/") + "node_modules/".length));
  const allowed = Object.fromEntries([...new Set(names)].sort().map((name) => [name, true]));
  if (JSON.stringify(manifest.allowScripts) === JSON.stringify(allowed)) return [];
  manifest.allowScripts = allowed;
  return [`allowScripts of ${MANIFEST} is not what ${LOCK} holds`];
}

function readJson(path) {
  return JSON.parse(readFileSync(path, "utf8"));
}

function writeJson(path, value) {
  writeFileSync(path, `${JSON.stringify(value, null, 2)}\n`);
}
