/**
 * How long a failure takes from its event to its `failure.analyzed` message, with many tenants at work, how many
 * failures a second the analysis takes when nothing paces it, and the processor time of both by process.
 * Usage: node load-tests/bench/latency.ts [--tenants 200] [--rounds 10] [--pace 10] [--burst 4000]; embedded stores, one process.
 */
import { setTimeout as pause } from "node:timers/promises";
import { type Client, createClient, createTenant } from "../../tests/harness/client.ts";
import { cpuSeconds, familyCpuSeconds } from "../../tests/harness/memory.ts";
import { newPlace } from "../../tests/harness/mode.ts";
import { type Product, startProduct } from "../../tests/harness/product.ts";
import { waitFor } from "../../tests/harness/waitFor.ts";
import { startHook } from "./startHook.ts";

const option = (name: string, otherwise: number) => {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? otherwise : Number(process.argv[at + 1]);
};
const TENANTS = option("tenants", 200);
const ROUNDS = option("rounds", 10);
/** Seconds in which every tenant has one failure. */
const PACE = option("pace", 10);
const BURST = option("burst", 4_000);
const BATCH = 500;
const say = (text: string) => console.log(text);

await main();

async function main(): Promise<void> {
  const hook = await startHook();
  const { home, env, remove } = await newPlace("embedded");
  const product = await startProduct({ home, env });
  try {
    const clients = await makeTenants(product.api, hook.url);
    say(`${clients.length} tenants`);
    // What the first failures of all wait for is compiled once.
    await measureLatency(clients.slice(0, 20), hook.seen, "warm", 2);
    const used = readCpu(product);
    const times = await measureLatency(clients, hook.seen, "D", ROUNDS);
    const at = (share: number) => Math.round(times[Math.floor(times.length * share)] ?? 0);
    say(
      `event to failure.analyzed, ${times.length} failures: p50 ${at(0.5)} ms, p95 ${at(0.95)} ms, p99 ${at(0.99)} ms`,
    );
    say(`processor time of each, ms: ${perPiece(product, used, times.length)}`);
    const before = readCpu(product);
    const seconds = await measureBurst(clients[0] as Client, hook.seen);
    say(
      `${BURST} failures sent at once, stored, folded, analysed and told: ${Math.round(BURST / seconds)} failures/s`,
    );
    say(`processor time of each, ms: ${perPiece(product, before, BURST)}`);
  } finally {
    await product.stop();
    hook.close();
    await remove();
  }
}

async function makeTenants(api: string, url: string): Promise<readonly Client[]> {
  const clients: Client[] = [];
  for (let n = 0; n < TENANTS; n++) {
    const created = await createTenant(api, `bench-${n}`);
    const client = createClient(api, created.api_key.secret);
    await client.post("/v1/webhook-endpoints", { url, event_types: ["failure.analyzed"] });
    clients.push(client);
  }
  return clients;
}

function failed(deliveryId: string): string {
  return JSON.stringify({
    id: `f-${deliveryId}`,
    source: "tms",
    type: "shipment.attempt_failed",
    occurred_at: new Date().toISOString(),
    delivery_id: deliveryId,
    carrier_id: "X-1",
    city: "Pune",
    reason: "recipient.absent",
  });
}

type Cpu = Readonly<Record<string, number>>;

/** Seconds of processor time so far: the product's one process, and its stores. */
function readCpu(product: Product): Cpu {
  const { clickhouse = 0, postgres = 0 } = product.storePids();
  return {
    product: cpuSeconds(product.process.pid ?? 0),
    clickhouse: familyCpuSeconds(clickhouse),
    postgres: familyCpuSeconds(postgres),
  };
}

function perPiece(product: Product, before: Cpu, pieces: number): string {
  return Object.entries(readCpu(product))
    .map(([name, seconds]) => `${name} ${(((seconds - (before[name] ?? 0)) * 1_000) / pieces).toFixed(1)}`)
    .join(", ");
}

/** In each round every tenant sends one failure, spread evenly; milliseconds, ascending. */
async function measureLatency(
  clients: readonly Client[],
  seen: ReadonlyMap<string, number>,
  name: string,
  rounds: number,
): Promise<readonly number[]> {
  const sent = new Map<string, number>();
  const send = async (client: Client, id: string, after: number) => {
    await pause(after);
    sent.set(id, performance.now());
    await client.sendLines([failed(id)]);
  };
  const pace = (PACE * 1_000) / clients.length;
  for (let round = 0; round < rounds; round++) {
    await Promise.all(clients.map((client, n) => send(client, `${name}-${round}-${n}`, n * pace)));
  }
  await waitFor(() => [...sent.keys()].every((id) => seen.has(id)), { timeoutMs: 120_000, intervalMs: 100 });
  return [...sent].map(([id, at]) => (seen.get(id) ?? 0) - at).sort((a, b) => a - b);
}

async function measureBurst(client: Client, seen: ReadonlyMap<string, number>): Promise<number> {
  const ids = Array.from({ length: BURST }, (_, n) => `B-${n}`);
  const started = performance.now();
  for (let at = 0; at < ids.length; at += BATCH)
    await client.sendLines(ids.slice(at, at + BATCH).map(failed));
  await waitFor(() => ids.every((id) => seen.has(id)), { timeoutMs: 300_000, intervalMs: 100 });
  return (Math.max(...ids.map((id) => seen.get(id) ?? 0)) - started) / 1_000;
}
