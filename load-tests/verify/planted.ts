/**
 * The whole of `data/planted` through the product's own HTTP, on embedded stores or on services, against its truth.
 * Usage: node load-tests/verify/planted.ts [--services] [--data DIR] [--rate EVENTS_PER_SECOND]; prints figures, exits 1 on a
 * difference. Without a rate it sends as fast as it is answered, and the time to queryable is that of a full backlog.
 */
import { setTimeout as pause } from "node:timers/promises";
import { changeTenant, createClient, createTenant } from "../../tests/harness/client.ts";
import { familyMemory, peakMemory } from "../../tests/harness/memory.ts";
import { newPlace } from "../../tests/harness/mode.ts";
import { startProduct } from "../../tests/harness/product.ts";
import { startSink } from "../../tests/harness/sink.ts";
import { compareFailures, compareMessages, listAll, scoreCauses } from "./compare.ts";
import { readPlanted } from "./readPlanted.ts";
import { sendAll } from "./sendAll.ts";

const option = (name: string) => {
  const at = process.argv.indexOf(`--${name}`);
  return at === -1 ? undefined : process.argv[at + 1];
};
const folder = option("data") ?? `${process.env["DFRAS_CORPUS"] ?? "../shared"}/data/planted`;

const rate = Number(option("rate") ?? Number.POSITIVE_INFINITY);

const planted = readPlanted(folder);
const { home, env, remove } = await newPlace(process.argv.includes("--services") ? "services" : "embedded");
const sink = await startSink();
const product = await startProduct({ home, env });
const say = (text: string) => console.log(text);
let faults = 0;
try {
  const created = await createTenant(product.api, "planted");
  await changeTenant(product.api, created.tenant.id, { events_per_second: 1_000_000 });
  const client = createClient(product.api, created.test_api_key.secret);
  const endpoint = await client.post<{ secret: string }>("/v1/webhook-endpoints", {
    url: sink.url,
    event_types: ["failure.detected", "failure.analyzed", "failure.reanalyzed", "failure.withdrawn"],
  });
  await sink.setSecret(endpoint.secret);
  const sent = await sendAll(client, planted.lines, { say, rate });
  say(
    `sent ${sent.events} events in ${sent.seconds.toFixed(1)} s: ${Math.round(sent.events / sent.seconds)} events/s`,
  );
  say(
    `settled after ${sent.settledSeconds.toFixed(1)} s: ${Math.round(sent.events / sent.settledSeconds)} events/s stored`,
  );
  say(
    `accepted to queryable: p50 ${sent.p50} ms, p95 ${sent.p95} ms, p99 ${sent.p99} ms (${sent.samples} batches)`,
  );
  say(
    `stored ${sent.stored}, duplicates ${sent.duplicates}, conflicts ${sent.conflicts}, quarantined ${sent.quarantined}`,
  );
  await client.post("/v1/test-clock/advance", { to: planted.end });
  const failures = await quiet(() => listAll(client), say);
  faults += compareFailures(failures, planted.truth, say);
  faults += scoreCauses(failures, planted.truth, say);
  let messages = await sink.read();
  for (let i = 0; i < 50 && compareMessages(failures, messages, () => {}) > 0; i += 1) {
    await pause(200);
    messages = await sink.read();
  }
  faults += compareMessages(failures, messages, say);
  const { clickhouse = 0, postgres = 0 } = product.storePids();
  say(
    `memory: product peak ${peakMemory(product.process.pid ?? 0)} MiB, ClickHouse peak ${peakMemory(clickhouse)} MiB, ` +
      `PostgreSQL ${postgres ? `${familyMemory(postgres)} MiB (all its processes, now)` : "apart"}`,
  );
} finally {
  const code = await product.stop();
  say(`product ended with ${code}`);
  sink.stop();
  if (faults > 0) for (const line of product.lastLines().slice(-20)) say(line);
  await remove();
}
process.exitCode = faults > 0 ? 1 : 0;

/** Reads until nothing has changed for a while: no new failure, no analysis still provisional. */
async function quiet<
  T extends readonly { readonly status: string; readonly analysis: { readonly status: string } | null }[],
>(read: () => Promise<T>, tell: (text: string) => void): Promise<T> {
  let before = "";
  let calm = 0;
  for (;;) {
    const now = await read();
    const pending = now.filter((one) => one.status === "open" && one.analysis?.status !== "final").length;
    const text = JSON.stringify(now);
    calm = text === before && pending === 0 ? calm + 1 : 0;
    if (calm >= 2) return now;
    if (before !== text) tell(`  ${now.length} failures, ${pending} analyses not final yet`);
    before = text;
    await pause(1_500);
  }
}
