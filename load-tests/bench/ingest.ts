/**
 * Events a second through the whole product (API, event log, ClickHouse; the pipeline behind running), for several batch
 * sizes, beside inserting the same rows straight with the ClickHouse client through the same port in the same run.
 * Usage: node load-tests/bench/ingest.ts [--services] [--events 60000] [--sizes 1,10,100,500,1000] [--prof DIR]
 */

import { setTimeout as pause } from "node:timers/promises";
import { parseArgs } from "node:util";
import { measureDirect } from "./ingest/direct.ts";
import { eventLines, takeBodies } from "./ingest/events.ts";
import { type Layout, startLayout } from "./ingest/layout.ts";
import { quantile, sendBodies } from "./ingest/send.ts";

const { values } = parseArgs({
  options: {
    services: { type: "boolean", default: false },
    events: { type: "string", default: "60000" },
    sizes: { type: "string", default: "1,10,100,500,1000" },
    prof: { type: "string" },
  },
});
const EVENTS = Number(values.events);
const SIZES = values.sizes.split(",").map(Number);
const IN_FLIGHT = 8;
/** Events of a small batch cost much more: fewer of them say enough. */
const MOST_REQUESTS = 6_000;
const HALF_LOAD_SECONDS = 20;

interface Row {
  readonly acked: number;
  readonly stored: number;
  readonly [name: string]: number;
}

const lines = eventLines(1);
const prof = values.prof === undefined ? "" : `--cpu-prof --cpu-prof-dir=${values.prof}`;
const layout = await startLayout(values.services ? "services" : "embedded", prof);
try {
  console.log(`${values.services ? "Kafka, Redis, PostgreSQL" : "embedded stores"}; ${EVENTS} events a size`);
  await sendBodies(layout.target, takeBodies(lines, 5_000, 500), { inFlight: 2 });
  await drained(layout, "store");
  const rates = new Map<number, Row>();
  for (const size of SIZES) rates.set(size, await measure(layout, size));
  console.table(Object.fromEntries(rates));
  await drained(layout, "analyse", 600_000);
  const half = await measureHalfLoad(layout, (rates.get(100)?.stored ?? 2_000) / 2);
  console.log(
    `answers to 100 events, ${half.rate} events/s, half of what is stored of such: ` +
      `p50 ${half.p50} ms, p95 ${half.p95} ms, p99 ${half.p99} ms; event loop p99 ${half.loop} ms`,
  );
  const direct = await measureDirect({
    url: layout.clickhouseUrl,
    rows: EVENTS,
    sizes: [...SIZES.filter((size) => size >= 100), 5_000],
    inFlight: 4,
  });
  console.table(
    Object.fromEntries([...direct].map(([size, rate]) => [size, compare(rate, rates.get(size)?.stored)])),
  );
} finally {
  await layout.stop();
}

/** What the pipeline owes of an earlier size is not this one's: it has caught up before. */
async function measure(layout: Layout, size: number): Promise<Row> {
  const { target, probe, storesCpu, lag } = layout;
  await drained(layout, "analyse", 600_000);
  const bodies = takeBodies(lines, Math.min(EVENTS, MOST_REQUESTS * size), size);
  const events = bodies.length * size;
  await Promise.all([probe("api"), probe("worker")]);
  const before = storesCpu();
  const started = performance.now();
  const acks = await sendBodies(target, bodies, { inFlight: IN_FLIGHT });
  const api = await probe("api");
  await drained(layout, "store");
  const seconds = (performance.now() - started) / 1_000;
  const worker = await probe("worker");
  const after = storesCpu();
  const perEvent = (cpu: number) => Math.round((cpu / events) * 1e6);
  const storesPerEvent = Object.entries(after).map(([name, cpu]) => [
    `${name} us`,
    perEvent(cpu - (before[name] ?? 0)),
  ]);
  return {
    acked: Math.round(events / acks.seconds),
    stored: Math.round(events / seconds),
    "ack p50": Math.round(quantile(acks.times, 0.5)),
    "ack p95": Math.round(quantile(acks.times, 0.95)),
    "api loop p99": api.p99,
    "api us": perEvent(api.cpu),
    "worker us": perEvent(worker.cpu),
    ...Object.fromEntries(storesPerEvent),
    behind: (await lag())["analyse"] ?? 0,
    refused: acks.refused,
  };
}

/** Half of what the product can store in a second: more than that and what is measured is a queue. */
async function measureHalfLoad({ target, probe }: Layout, eventsPerSecond: number) {
  const perSecond = eventsPerSecond / 100;
  const bodies = takeBodies(lines, Math.ceil(perSecond * HALF_LOAD_SECONDS) * 100, 100);
  await probe("api");
  const { times, seconds } = await sendBodies(target, bodies, { inFlight: 16, perSecond });
  const { p99: loop } = await probe("api");
  const at = (share: number) => quantile(times, share).toFixed(1);
  const rate = Math.round((bodies.length * 100) / seconds);
  return { rate, p50: at(0.5), p95: at(0.95), p99: at(0.99), loop };
}

/** Waits until the group has read everything. */
async function drained({ lag }: Layout, group: string, patienceMs = 300_000): Promise<void> {
  const until = performance.now() + patienceMs;
  while (((await lag())[group] ?? 0) > 0) {
    if (performance.now() > until)
      throw new Error(`${group} is behind still: ${JSON.stringify(await lag())}`);
    await pause(50);
  }
}

function compare(rate: number, stored: number | undefined) {
  const ratio =
    stored === undefined ? {} : { "end to end": stored, ratio: Math.round((stored / rate) * 100) / 100 };
  return { "rows/s": Math.round(rate), ...ratio };
}
