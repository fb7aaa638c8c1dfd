import { readFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { Dfras } from "../sdk/typescript/src/index.ts";

/** A client of the installation that DFRAS_URL and DFRAS_API_KEY name, else of the demo that runs from this folder. */
export function connect(): Dfras {
  const { DFRAS_URL, DFRAS_API_KEY, DFRAS_HOME = ".dfras" } = process.env;
  if (DFRAS_URL && DFRAS_API_KEY) return new Dfras({ baseUrl: DFRAS_URL, apiKey: DFRAS_API_KEY });
  try {
    const demo: { api: string; apiKey: string } = JSON.parse(
      readFileSync(join(DFRAS_HOME, "demo.json"), "utf8"),
    );
    return new Dfras({ baseUrl: DFRAS_URL ?? demo.api, apiKey: DFRAS_API_KEY ?? demo.apiKey });
  } catch (error) {
    throw new Error("start the demo first (npm start), or set DFRAS_URL and DFRAS_API_KEY", { cause: error });
  }
}
