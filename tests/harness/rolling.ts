import { compareMessages, listAll } from "../../load-tests/verify/compare.ts";
import { awaitBatches, markersOf, settleWorld } from "../../load-tests/verify/settleWorld.ts";
import type { WorldState } from "../../load-tests/verify/worldState.ts";
import { type Balancer, startBalancer } from "./balancer.ts";
import { createClient, createTenant } from "./client.ts";
import type { Processes } from "./processes.ts";
import type { Sink } from "./sink.ts";
import { startTraffic, type Traffic } from "./traffic.ts";
import { waitFor } from "./waitFor.ts";

export interface RollingInput {
  readonly processes: Processes;
  readonly sink: Sink;
  readonly lines: readonly string[];
  /** When everything is over, epoch ms. */
  readonly end: number;
  readonly timeoutMs: number;
  readonly say: (text: string) => void;
}

export interface Rolled {
  readonly traffic: Traffic;
  /** Exit codes of the restarted processes. */
  readonly codes: readonly (number | null)[];
  readonly world: WorldState;
  /** Events that cannot be read, and events that are listed more than once. */
  readonly lost: number;
  readonly doubled: number;
  /** Webhooks missing, doubled or delivered more than once. */
  readonly messageFaults: number;
}

const TYPES = ["failure.detected", "failure.analyzed", "failure.reanalyzed", "failure.withdrawn"];
const BATCH = 20;

/** Restarts every process of the fleet, one after the other, under traffic; takes stock when all has settled. */
export async function rollProcesses(input: RollingInput): Promise<Rolled> {
  const { processes, sink, end, timeoutMs } = input;
  const balancer = await startBalancer(processes.apis);
  try {
    const made = await createTenant(balancer.url, `rolling-${process.pid}`);
    const client = createClient(balancer.url, made.test_api_key.secret);
    const endpoint = { url: sink.url, event_types: TYPES };
    await sink.setSecret((await client.post<{ secret: string }>("/v1/webhook-endpoints", endpoint)).secret);
    const lines = [...input.lines, ...markersOf(end)];
    const keys = { key: made.test_api_key.secret, probeKey: made.api_key.secret };
    const running = startTraffic({ url: balancer.url, ...keys, lines, batch: BATCH, pauseMs: 250 });
    await waitFor(() => running.all.probes.length > 5, { timeoutMs });
    const codes = await restartAll(input, balancer, running.all);
    const traffic = await running.finish();
    await awaitBatches(() => client, traffic.batchIds, timeoutMs);
    const world = await settleWorld(client, end, timeoutMs);
    const times = new Map<string, number>();
    for await (const { source, id } of client.list<{ source: string; id: string }>("/v1/events"))
      times.set(`${source} ${id}`, (times.get(`${source} ${id}`) ?? 0) + 1);
    const failures = await listAll(client);
    const faults = async () => compareMessages(failures, await sink.read(), () => {});
    await waitFor(async () => (await faults()) === 0, { timeoutMs: 30_000, intervalMs: 500 }).catch(() => {});
    const { messages } = await sink.read();
    return {
      traffic,
      codes,
      world,
      lost: lines.length - times.size,
      doubled: [...times.values()].filter((count) => count > 1).length,
      messageFaults: (await faults()) + messages.filter((message) => message.times > 1).length,
    };
  } finally {
    balancer.stop();
  }
}

async function restartAll(
  { processes, timeoutMs, say }: RollingInput,
  balancer: Balancer,
  traffic: Traffic,
): Promise<(number | null)[]> {
  const codes: (number | null)[] = [];
  for (const name of processes.names) {
    const begun = Date.now();
    const { code, endMs, startMs } = await processes.restart(name);
    codes.push(code);
    await waitFor(() => processes.apis.every((api) => balancer.isReady(api)), { timeoutMs });
    const probed = traffic.probes.length;
    await waitFor(() => traffic.probes.length > probed + 3, { timeoutMs });
    const pauses = traffic.probes.filter(({ at, ms }) => at + ms >= begun).map(({ ms }) => ms);
    say(
      `${name}: ended in ${endMs} ms, ready ${startMs} ms later; ${traffic.failed.length} failed requests so far; ` +
        `the slowest event was stored in ${Math.max(...pauses)} ms`,
    );
  }
  const usual = traffic.probes.map(({ ms }) => ms).sort((a, b) => a - b)[
    Math.floor(traffic.probes.length / 2)
  ];
  say(
    `${traffic.sent} requests, ${traffic.failed.length} failed, the longest ${Math.round(traffic.longestMs)} ms; ` +
      `events are stored in ${usual} ms as a rule`,
  );
  return codes;
}
