/**
 * Has the product explain real runs that were late, with the weather of their days, and compares the days on which it
 * says that weather made them late with those on which their operators said so: `npm run bench:weather-days -- <folder
 * like nyc-bus> <folder like nyc-weather> [--fit]`. What operators said is read for the score alone.
 */
import { type Client, changeTenant, createClient, createTenant } from "../../../tests/harness/client.ts";
import { OPERATOR_KEY, type Product } from "../../../tests/harness/product.ts";
import { fitNow, settle } from "../predict/settle.ts";
import { withProduct } from "../withProduct.ts";
import { printDays } from "./printDays.ts";
import { readIncidents, readTruth, readWeather } from "./readDays.ts";
import { toLines } from "./toEvents.ts";
import { weighCity } from "./weighCity.ts";

const BATCH = 1_000;
const QUOTA = 50_000;
/** Answers that are read in full for each day. */
const READ_PER_DAY = 40;
const SETTLED_DAYS = 20;
const DAY_MS = 86_400_000;
const USAGE = "usage: npm run bench:weather-days -- <folder like nyc-bus> <folder like nyc-weather> [--fit]";
const say = (text: string) => console.log(text);

await main(process.argv.slice(2));

async function main(args: readonly string[]): Promise<void> {
  const [runs, weather, ...rest] = args.filter((arg) => arg !== "--fit");
  if (!runs || !weather || rest.length > 0) throw new Error(USAGE);
  await withProduct((product) => explain(product, { runs, weather, fit: args.includes("--fit") }));
}

interface Folders {
  readonly runs: string;
  readonly weather: string;
  readonly fit: boolean;
}

async function explain(product: Product, folders: Folders): Promise<void> {
  const operator = createClient(product.api, OPERATOR_KEY);
  const created = await createTenant(product.api, "weather-days");
  await changeTenant(product.api, created.tenant.id, { events_per_second: QUOTA });
  const client = createClient(product.api, created.test_api_key.secret);
  const truth = readTruth(folders.runs);
  const dates = truth.map(({ date }) => date).sort();
  const daily = readWeather(folders.weather, dates[0] ?? "", dates.at(-1) ?? "");
  const lines = toLines(readIncidents(folders.runs), daily);
  const since = Date.now();
  await send(client, lines);
  await settle(operator);
  const last = Date.parse(dates.at(-1) ?? "") + SETTLED_DAYS * DAY_MS;
  await client.post("/v1/test-clock/advance", { to: new Date(last).toISOString() });
  await settle(operator);
  const cold = await weighCity(client, READ_PER_DAY);
  say(
    `${lines.length} events sent, explained and read back in ${Math.round((Date.now() - since) / 1_000)} s`,
  );
  printDays("experts' model", cold, truth, daily);
  if (!folders.fit) return;
  for (const model of await fitNow(client, operator))
    say(`  ${model.version} ${model.status} ${JSON.stringify(model.trained_on)}`);
  printDays("fitted to these runs", await weighCity(client, READ_PER_DAY), truth, daily);
}

async function send(client: Client, lines: readonly string[]): Promise<void> {
  for (let at = 0; at < lines.length; at += BATCH) {
    const answer = await client.sendLines(lines.slice(at, at + BATCH));
    if (answer.rejected + answer.unavailable > 0)
      throw new Error(`not all was taken: ${JSON.stringify(answer).slice(0, 1_000)}`);
  }
}
