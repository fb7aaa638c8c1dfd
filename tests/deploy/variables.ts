import { readFileSync } from "node:fs";

/** The variables that the configuration reads. */
export function knownVariables(): ReadonlySet<string> {
  const text = readFileSync("runtime/config.ts", "utf8");
  return new Set([...text.matchAll(/^ {2}([A-Z_]+): variable\(/gm)].map(([, name = ""]) => name));
}
