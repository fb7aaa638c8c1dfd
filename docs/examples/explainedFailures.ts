/**
 * Writes `failures.md` beside it: three failures of the sample world as the API explains them. Run by
 * `npm run docs:failures`; it starts the product on empty stores, loads a week, has a model fitted, and picks.
 */
import { writeFileSync } from "node:fs";
import { createWorld } from "../../examples/world/world.ts";
import { fitNow, settle } from "../../load-tests/bench/predict/settle.ts";
import type { Failure } from "../../sdk/typescript/src/index.ts";
import { type Client, changeTenant, createClient, createTenant } from "../../tests/harness/client.ts";
import { newPlace } from "../../tests/harness/mode.ts";
import { OPERATOR_KEY, startProduct } from "../../tests/harness/product.ts";
import { type Chosen, chooseFailures } from "./chooseFailures.ts";
import { writePage } from "./writePage.ts";

const PAGE = new URL("failures.md", import.meta.url);
const DAY_MS = 86_400_000;
/** The week of the sample, so that the page is about the same failures each time. */
const FROM = Date.UTC(2026, 9, 12);
const TO = FROM + 7 * DAY_MS;
const SEED = 20_261_121;
const BATCH = 1_000;
const QUOTA = 50_000;
const AT_ONCE = 8;

await main();

async function main(): Promise<void> {
  const { home, env, remove } = await newPlace("embedded");
  const product = await startProduct({ home, env });
  try {
    const operator = createClient(product.api, OPERATOR_KEY);
    const created = await createTenant(product.api, "examples");
    await changeTenant(product.api, created.tenant.id, { events_per_second: QUOTA });
    const client = createClient(product.api, created.test_api_key.secret);
    await load(client);
    await settle(operator);
    await client.post("/v1/test-clock/advance", { to: new Date(TO + DAY_MS).toISOString() });
    await settle(operator);
    await fitNow(client, operator);
    const chosen = chooseFailures(await readAll(client));
    const pages = await Promise.all(chosen.map((each) => withGraph(client, each)));
    writeFileSync(PAGE, writePage(pages));
    console.log(`wrote ${chosen.length} failures to ${PAGE.pathname}`);
  } finally {
    await product.stop();
    await remove();
  }
}

async function load(client: Client): Promise<void> {
  const world = createWorld({ seed: SEED, since: FROM });
  const lines = world.masters().map((event) => JSON.stringify(event));
  for (const { sentAt, event } of world.eventsBetween(FROM, TO))
    lines.push(JSON.stringify({ ...event, received_hint: new Date(sentAt).toISOString() }));
  for (let at = 0; at < lines.length; at += BATCH) {
    const { rejected, unavailable, results } = await client.sendLines(lines.slice(at, at + BATCH));
    if (rejected + unavailable > 0) throw new Error(`not all was taken: ${JSON.stringify(results)}`);
  }
}

async function readAll(client: Client): Promise<readonly Failure[]> {
  const ids: string[] = [];
  for await (const { id } of client.list<{ id: string }>("/v1/failures?status=open")) ids.push(id);
  const failures: Failure[] = [];
  const read = async () => {
    for (let id = ids.pop(); id !== undefined; id = ids.pop())
      failures.push(await client.get<Failure>(`/v1/failures/${id}`));
  };
  await Promise.all(Array.from({ length: AT_ONCE }, read));
  return failures;
}

async function withGraph(client: Client, chosen: Chosen) {
  return { ...chosen, graph: await client.get<unknown>(`/v1/failures/${chosen.failure.id}/graph`) };
}
