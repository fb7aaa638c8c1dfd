// Small files are read whole: 250 lines, 400 for tests.
import { readFileSync } from "node:fs";
import { sourceFiles } from "./source-files.mjs";

const ROOMS = [
  "api",
  "tenancy",
  "events",
  "pipeline",
  "warehouse",
  "analysis",
  "webhooks",
  "runtime",
  "drizzle",
  "sdk",
  "tests",
  "load-tests",
];
let faults = 0;
for (const file of sourceFiles(ROOMS)) {
  if (/\/(generated|dist)\//.test(file)) continue;
  const lines = readFileSync(file, "utf8").split("\n").length - 1;
  const limit = /\.(test|itest|stest)\.ts$|^tests\//.test(file) ? 400 : 250;
  if (lines <= limit) continue;
  faults += 1;
  console.error(`${file}: ${lines} lines, at most ${limit}: split it`);
}
if (faults > 0) process.exit(1);
console.log("file sizes are within their limits");
