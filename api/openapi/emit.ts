import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { OpenAPIHono } from "@hono/zod-openapi";
import type { Env } from "../env.ts";
import { registerRoutes } from "../routes/register.ts";
import { toDocument } from "./document.ts";

const TARGET = fileURLToPath(new URL("../../openapi/openapi.json", import.meta.url));

/** The document's committed text: its keys in the order of registration, which does not vary. */
export function emitDocument(): string {
  const app = new OpenAPIHono<Env>();
  registerRoutes(app);
  return `${JSON.stringify(toDocument(app), null, 2)}\n`;
}

/** `node api/openapi/emit.ts` writes openapi/openapi.json; with `--check` it fails when that file is out of date. */
function main(): void {
  const text = emitDocument();
  if (!process.argv.includes("--check")) {
    writeFileSync(TARGET, text);
  } else if (readFileSync(TARGET, "utf8") !== text) {
    process.stderr.write("openapi/openapi.json is out of date: run node api/openapi/emit.ts and commit it\n");
    process.exitCode = 1;
  }
}

if (import.meta.main) main();
