import { readFileSync } from "node:fs";

/** The variables of the start contract, as `.env.example` lists them; a test holds it against the configuration. */
export function knownVariables(): ReadonlySet<string> {
  const lines = readFileSync(".env.example", "utf8").split("\n");
  return new Set(lines.flatMap((line) => /^([A-Z_]+)=/.exec(line)?.[1] ?? []));
}
