import { setTimeout as pause } from "node:timers/promises";
import type { Client } from "../../tests/harness/client.ts";

const BATCH = 1_000;
/** Every so many batches one is watched until it can be queried. */
const WATCH_EVERY = 5;

interface BatchState {
  readonly state: string;
  readonly stored: number;
  readonly duplicate: number;
  readonly conflict: number;
  readonly quarantined: number;
}

export interface Sent {
  readonly events: number;
  readonly seconds: number;
  readonly settledSeconds: number;
  readonly samples: number;
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  readonly stored: number;
  readonly duplicates: number;
  readonly conflicts: number;
  readonly quarantined: number;
}

/** Sends the lines in order, batch after batch, and waits until every batch is settled. */
export async function sendAll(
  client: Client,
  lines: readonly string[],
  { say, rate }: { readonly say: (text: string) => void; readonly rate: number },
): Promise<Sent> {
  const started = Date.now();
  const batches: string[] = [];
  const watched: Promise<number>[] = [];
  let edgeDuplicates = 0;
  for (let at = 0; at < lines.length; at += BATCH) {
    const answer = await client.sendLines(lines.slice(at, at + BATCH));
    if (answer.rejected + answer.unavailable > 0) throw new Error(JSON.stringify(answer).slice(0, 2_000));
    edgeDuplicates += answer.duplicates;
    batches.push(answer.batch_id);
    if (batches.length % WATCH_EVERY === 0) watched.push(watch(client, answer.batch_id));
    await pause(Math.max(0, started + ((at + BATCH) / rate) * 1_000 - Date.now()));
    if (batches.length % 40 === 0) say(`  ${at + BATCH} of ${lines.length} sent`);
  }
  const seconds = (Date.now() - started) / 1_000;
  const states: BatchState[] = [];
  for (const id of batches) states.push(await settled(client, id));
  const settledSeconds = (Date.now() - started) / 1_000;
  const times = (await Promise.all(watched)).sort((a, b) => a - b);
  const at = (share: number) => times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0;
  const sum = (member: "stored" | "duplicate" | "conflict" | "quarantined") =>
    states.reduce((total, state) => total + state[member], 0);
  return {
    events: lines.length,
    seconds,
    settledSeconds,
    samples: times.length,
    p50: at(0.5),
    p95: at(0.95),
    p99: at(0.99),
    stored: sum("stored"),
    duplicates: sum("duplicate") + edgeDuplicates,
    conflicts: sum("conflict"),
    quarantined: sum("quarantined"),
  };
}

async function watch(client: Client, id: string): Promise<number> {
  const from = Date.now();
  await settled(client, id);
  return Date.now() - from;
}

async function settled(client: Client, id: string): Promise<BatchState> {
  for (;;) {
    const state = await client.get<BatchState>(`/v1/ingest-batches/${id}`);
    if (state.state === "settled") return state;
    await pause(50);
  }
}
