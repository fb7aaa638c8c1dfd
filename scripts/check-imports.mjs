// Imports point one way between rooms; a room that needs something above it declares it in its ports.ts.
import { readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { sourceFiles } from "./source-files.mjs";

const MAY_IMPORT = {
  drizzle: [],
  tenancy: ["drizzle"],
  events: ["drizzle", "tenancy"],
  analysis: [],
  warehouse: ["drizzle", "tenancy", "events"],
  pipeline: ["drizzle", "tenancy", "events", "warehouse", "analysis"],
  webhooks: ["drizzle", "tenancy", "events", "warehouse", "analysis"],
  api: ["drizzle", "tenancy", "events", "warehouse", "analysis", "pipeline", "webhooks"],
  runtime: [
    "drizzle",
    "tenancy",
    "events",
    "warehouse",
    "analysis",
    "pipeline",
    "webhooks",
    "api",
    "examples",
  ],
  sdk: [],
  // A client like any other: it shares nothing with the product but the API.
  examples: ["sdk"],
};
/** Rooms whose types, and only types, may be imported from anywhere below runtime. */
const TYPES_ONLY = { analysis: Object.keys(MAY_IMPORT), warehouse: ["analysis"] };

const faults = [];
for (const file of sourceFiles(Object.keys(MAY_IMPORT))) {
  if (/\.(test|itest|stest)\.ts$|\/testing\//.test(file)) continue;
  const room = file.split("/")[0];
  for (const [statement, types, target] of readFileSync(file, "utf8").matchAll(
    /(?:import|export)\s+(type\s+)?[^;]*?from\s+"(\.[^"]+)"/g,
  )) {
    const to = normalize(join(dirname(file), target)).split("/")[0];
    if (to === room || !(to in MAY_IMPORT)) continue;
    const onlyTypes =
      types !== undefined || /^(?:import|export)\s*\{(?:\s*type\s[^,}]+,?)+\s*\}/.test(statement);
    if (MAY_IMPORT[room].includes(to)) continue;
    if (onlyTypes && TYPES_ONLY[room]?.includes(to)) continue;
    faults.push(`${file}: ${room} must not import ${onlyTypes ? "types from " : ""}${to} (${target})`);
  }
}
for (const fault of faults) console.error(fault);
if (faults.length > 0) {
  console.error(
    "Imports point one way: declare what is needed in the room's ports.ts and pass it from runtime/services.ts.",
  );
  process.exit(1);
}
console.log("imports point one way");
