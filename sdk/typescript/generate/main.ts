import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { readDocument } from "./document.ts";
import { emitClient, emitIndex, emitModels, emitResource, emitWebhookEvents } from "./emit.ts";
import { planResources } from "./plan.ts";
import { emitSchema } from "./schema.ts";

const TARGET = fileURLToPath(new URL("../src/generated/", import.meta.url));
const HANDWRITTEN = fileURLToPath(new URL("../src/resources/", import.meta.url));
const HEADER = "// Generated from openapi/openapi.json by `npm run sdk`: do not edit.\n";

/** Every generated file, by its path below src/generated. */
async function generate(): Promise<ReadonlyMap<string, string>> {
  const document = readDocument();
  const plans = planResources(document);
  const byHand = new Set(
    plans.map(({ name }) => name).filter((name) => existsSync(`${HANDWRITTEN}${name}.ts`)),
  );
  const files = new Map([
    ["schema.ts", await emitSchema(document)],
    ["models.ts", emitModels(document)],
    ["webhookEvents.ts", emitWebhookEvents(document)],
    ["client.ts", emitClient(plans, byHand)],
    ["index.ts", emitIndex(plans, byHand)],
    ...plans.map((plan) => [`resources/${plan.name}.ts`, emitResource(plan)] as const),
  ]);
  return new Map([...files].map(([name, text]) => [name, `${HEADER}\n${text}`]));
}

function present(): string[] {
  if (!existsSync(TARGET)) return [];
  return readdirSync(TARGET, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(TARGET, join(entry.parentPath, entry.name)));
}

/** `node sdk/typescript/generate/main.ts` writes src/generated; with `--check` it fails when that is out of date. */
async function main(): Promise<void> {
  const files = await generate();
  const stale = present().filter((name) => !files.has(name));
  const wrong = [...files].filter(([name, text]) => {
    const path = join(TARGET, name);
    return !existsSync(path) || readFileSync(path, "utf8") !== text;
  });
  if (process.argv.includes("--check")) {
    for (const name of [...stale, ...wrong.map(([name]) => name)]) {
      process.stderr.write(
        `sdk/typescript/src/generated/${name} is out of date: run npm run sdk and commit it\n`,
      );
      process.exitCode = 1;
    }
    return;
  }
  for (const name of stale) rmSync(join(TARGET, name));
  for (const [name, text] of wrong) {
    mkdirSync(dirname(join(TARGET, name)), { recursive: true });
    writeFileSync(join(TARGET, name), text);
  }
}

await main();
