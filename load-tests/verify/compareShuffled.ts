import { type Client, createClient, createTenant } from "../../tests/harness/client.ts";
import { createRandom, shuffle } from "./random.ts";
import { awaitBatches, markersOf, settleWorld } from "./settleWorld.ts";
import type { WorldState } from "./worldState.ts";

const BATCH = 1_000;
const MOST_TIMES = 3;

export interface ShuffleInput {
  /** Base URL of the running product. */
  readonly api: string;
  readonly lines: readonly string[];
  /** When everything is over, epoch ms. */
  readonly end: number;
  readonly seeds: readonly number[];
  readonly timeoutMs: number;
  readonly say: (text: string) => void;
}

export interface Shuffled {
  readonly clean: WorldState;
  readonly bySeed: ReadonlyMap<number, WorldState>;
}

/**
 * Sends the lines once in order to one sandbox and, for each seed, in random order and each up to three times to
 * another sandbox of the same product. Answers what all of them came to.
 */
export async function compareShuffled({
  api,
  lines,
  end,
  seeds,
  timeoutMs,
  say,
}: ShuffleInput): Promise<Shuffled> {
  const all = [...lines, ...markersOf(end)];
  const run = async (name: string, events: readonly string[]) => {
    const started = Date.now();
    const client = createClient(api, (await createTenant(api, `shuffle-${name}`)).test_api_key.secret);
    await sendBatches(client, events, timeoutMs);
    const state = await settleWorld(client, end, timeoutMs);
    const seconds = ((Date.now() - started) / 1_000).toFixed(1);
    const [deliveries, failures] = [state.deliveries, state.failures].map((of) => Object.keys(of).length);
    say(
      `${name}: ${events.length} events, ${deliveries} deliveries, ${failures} open failures, ${seconds} s`,
    );
    return state;
  };
  const clean = await run("clean", all);
  const bySeed = new Map<number, WorldState>();
  for (const seed of seeds) bySeed.set(seed, await run(`seed-${seed}`, repeat(all, seed)));
  return { clean, bySeed };
}

/** Each line one to three times, in random order. */
function repeat(lines: readonly string[], seed: number): string[] {
  const random = createRandom(seed);
  const times = lines.flatMap((line) => Array<string>(1 + Math.floor(random() * MOST_TIMES)).fill(line));
  return shuffle(times, random);
}

async function sendBatches(client: Client, lines: readonly string[], timeoutMs: number): Promise<void> {
  const batches: string[] = [];
  for (let at = 0; at < lines.length; at += BATCH) {
    const answer = await client.sendLines(lines.slice(at, at + BATCH));
    if (answer.rejected + answer.unavailable > 0) throw new Error(JSON.stringify(answer).slice(0, 2_000));
    batches.push(answer.batch_id);
  }
  await awaitBatches(() => client, batches, timeoutMs);
}
