import { setTimeout as pause } from "node:timers/promises";
import { createClient, createTenant } from "../../tests/harness/client.ts";
import type { Fleet, Victim } from "../../tests/harness/fleet.ts";
import type { Sink } from "../../tests/harness/sink.ts";
import { waitFor } from "../../tests/harness/waitFor.ts";
import { compareMessages, type ListedFailure, listAll } from "./compare.ts";
import { createRandom, shuffle } from "./random.ts";
import { sendThrough } from "./sendThrough.ts";
import { awaitBatches, markersOf, settleWorld } from "./settleWorld.ts";
import type { WorldState } from "./worldState.ts";

export interface SurviveInput {
  readonly fleet: Fleet;
  readonly sink: Sink;
  readonly lines: readonly string[];
  /** When everything is over, epoch ms. */
  readonly end: number;
  readonly kills: number;
  readonly seed: number;
  readonly batch: number;
  readonly pauseMs: number;
  readonly timeoutMs: number;
  readonly say: (text: string) => void;
}

export interface Survived {
  readonly world: WorldState;
  readonly failures: readonly ListedFailure[];
  /** Acknowledged events that cannot be read. */
  readonly lost: number;
  /** Events that are listed more than once. */
  readonly doubled: number;
  /** Listed events that nobody sent. */
  readonly strangers: number;
  /** Webhooks missing, doubled, or of the wrong failure. */
  readonly messageFaults: number;
}

const TYPES = ["failure.detected", "failure.analyzed", "failure.reanalyzed", "failure.withdrawn"];

/** Sends the lines while api, worker and the ClickHouse child are killed at random moments, and takes stock. */
export async function surviveKills(input: SurviveInput): Promise<Survived> {
  const { fleet, sink, end, timeoutMs, say } = input;
  const started = Date.now();
  const seconds = () => `${((Date.now() - started) / 1_000).toFixed(1)} s`;
  const made = await createTenant(await fleet.api(), `killed-${input.seed}`);
  const client = async () => createClient(await fleet.api(), made.test_api_key.secret);
  const endpoint = { url: sink.url, event_types: TYPES };
  await sink.setSecret(
    (await (await client()).post<{ secret: string }>("/v1/webhook-endpoints", endpoint)).secret,
  );
  const lines = [...input.lines, ...markersOf(end)];
  let share = 0;
  const onProgress = (now: number) => {
    share = now;
  };
  const [sent] = await Promise.all([
    sendThrough({ ...input, client, lines, onProgress }),
    killAtRandom(input, () => share),
  ]);
  say(`all ${lines.length} events acknowledged after ${seconds()}, ${sent.retries} requests sent again`);
  await fleet.restored();
  const last = await client();
  await awaitBatches(() => last, sent.batchIds, timeoutMs);
  say(`${sent.batchIds.length} batches settled after ${seconds()}`);
  const world = await settleWorld(last, end, timeoutMs);
  const listed = await countListed(last, lines);
  const failures = await listAll(last);
  const messageFaults = await sunkFaults(input, failures);
  say(`lost ${listed.lost}, doubled ${listed.doubled}, strangers ${listed.strangers}, after ${seconds()}`);
  return { world, failures, ...listed, messageFaults };
}

/** The moments are shares of what has been acknowledged, and some milliseconds more. */
async function killAtRandom({ fleet, kills, seed, timeoutMs, say }: SurviveInput, share: () => number) {
  const random = createRandom(seed);
  const victims: readonly Victim[] = ["worker", "clickhouse", "api"];
  const order = shuffle(
    Array.from({ length: kills }, (_, n) => victims[n % victims.length] ?? "api"),
    random,
  );
  const moments = order.map(() => 0.03 + random() * 0.94).sort((a, b) => a - b);
  for (const [n, victim] of order.entries()) {
    await waitFor(() => share() >= (moments[n] ?? 0), { timeoutMs });
    await pause(random() * 150);
    await fleet.kill(victim);
    say(`  kill -9 of ${victim} at ${(share() * 100).toFixed(0)} %`);
  }
}

type Identity = { readonly source: string; readonly id: string };

async function countListed(client: ReturnType<typeof createClient>, lines: readonly string[]) {
  const times = new Map<string, number>();
  const keyOf = ({ source, id }: Identity) => `${source}\u001f${id}`;
  for await (const event of client.list<Identity>("/v1/events")) {
    const key = keyOf(event);
    times.set(key, (times.get(key) ?? 0) + 1);
  }
  const sent = new Set(lines.map((line) => keyOf(JSON.parse(line) as Identity)));
  return {
    lost: [...sent].filter((key) => !times.has(key)).length,
    doubled: [...times.values()].filter((count) => count > 1).length,
    strangers: [...times.keys()].filter((key) => !sent.has(key)).length,
  };
}

async function sunkFaults({ sink, say }: SurviveInput, failures: readonly ListedFailure[]): Promise<number> {
  const faultsNow = async () => compareMessages(failures, await sink.read(), () => {});
  await waitFor(async () => (await faultsNow()) === 0, { timeoutMs: 30_000, intervalMs: 500 }).catch(
    () => {},
  );
  return compareMessages(failures, await sink.read(), say);
}
