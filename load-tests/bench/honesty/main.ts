/**
 * Imports a case whose logs say nothing of why its deliveries failed, has the product explain it, and prints what it
 * claims all the same: `npm run bench:honesty -- <folder like dfras-case> [--fit] [--one-in N]`. With `--fit`
 * again, by a model that was fitted to the case; with `--one-in` a part of the orders, for a quick look.
 */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { changeTenant, createClient, createTenant } from "../../../tests/harness/client.ts";
import { createImporting } from "../../../tests/harness/importing.ts";
import { OPERATOR_KEY, type Product } from "../../../tests/harness/product.ts";
import { collect } from "../predict/collect.ts";
import { fitNow, settle } from "../predict/settle.ts";
import { withProduct } from "../withProduct.ts";
import { countClaims } from "./countClaims.ts";
import { readTable } from "./readTable.ts";

const TABLES = [
  "clients",
  "drivers",
  "warehouses",
  "orders",
  "fleet_logs",
  "warehouse_logs",
  "external_factors",
  "feedback",
].map((name) => `${name}.csv`);
/** The end of the data's last day. */
const AS_OF = "2025-09-13T00:00:00+05:30";
const QUOTA = 50_000;
const IMPORTED_MS = 2_400_000;
const USAGE = "usage: npm run bench:honesty -- <folder like dfras-case> [--fit] [--one-in N]";
const say = (text: string) => console.log(text);

await main(readOptions(process.argv.slice(2)));

interface Options {
  readonly folder: string;
  readonly fit: boolean;
  readonly oneIn: number;
}

function readOptions(args: readonly string[]): Options {
  const at = args.indexOf("--one-in");
  const oneIn = at < 0 ? 1 : Number(args[at + 1]);
  const others = at < 0 ? args : args.toSpliced(at, 2);
  const [folder, ...rest] = others.filter((arg) => arg !== "--fit");
  if (!folder || rest.length > 0 || !(oneIn >= 1)) throw new Error(USAGE);
  const missing = TABLES.filter((name) => !existsSync(join(folder, name)));
  if (missing.length > 0) throw new Error(`${folder} lacks ${missing.join(", ")}`);
  return { folder, oneIn, fit: others.includes("--fit") };
}

async function main(options: Options): Promise<void> {
  await withProduct((product) => explain(product, options));
}

async function explain({ api }: Product, options: Options): Promise<void> {
  const operator = createClient(api, OPERATOR_KEY);
  const created = await createTenant(api, "honesty");
  await changeTenant(api, created.tenant.id, { events_per_second: QUOTA });
  const since = Date.now();
  await importAll(api, created.api_key.secret, options);
  await settle(operator);
  const client = createClient(api, created.api_key.secret);
  const answers = () => collect(client, Number.POSITIVE_INFINITY);
  const cold = await answers();
  say(`imported, explained and read back in ${Math.round((Date.now() - since) / 1_000)} s`);
  say("by the experts' model");
  console.table(countClaims(cold));
  if (!options.fit) return;
  for (const model of await fitNow(client, operator))
    say(`  ${model.version} ${model.status} ${JSON.stringify(model.trained_on)}`);
  say("by a model that was fitted to the case");
  console.table(countClaims(await answers()));
}

async function importAll(api: string, key: string, { folder, oneIn }: Options): Promise<void> {
  const importing = await createImporting(async () => api, key, { preset: "dfras-case", as_of: AS_OF });
  for (const name of TABLES) {
    const answer = await importing.put(name, await readTable(folder, name, oneIn));
    if (!answer.ok) throw new Error(`${name}: ${answer.status} ${await answer.text()}`);
  }
  const started = await importing.start();
  if (started.status !== 202) throw new Error(`${started.status} ${await started.text()}`);
  const ended = await importing.ended(IMPORTED_MS);
  if (ended.state !== "finished") throw new Error(`the import ended as ${ended.state}`);
}
