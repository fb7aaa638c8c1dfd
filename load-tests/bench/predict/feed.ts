import type { Client } from "../../../tests/harness/client.ts";
import { waitFor } from "../../../tests/harness/waitFor.ts";
import type { Confirmation, Folder } from "./readFolder.ts";

const BATCH = 1_000;
/** Confirmations on their way at once: each waits until its failure has been found. */
const AT_ONCE = 40;
const FOUND_MS = 600_000;

type Say = (text: string) => void;

interface Listed {
  readonly id: string;
  readonly kind: string;
  readonly attempt: number | null;
  readonly status: string;
}

export interface Fed {
  readonly events: number;
  readonly confirmed: number;
  readonly unknown: number;
  readonly seconds: number;
}

/** Sends everything in the order of arrival, and tells what operators confirmed once the clock has come to it. */
export async function feed(client: Client, folder: Folder, say: Say): Promise<Fed> {
  const started = Date.now();
  for (let at = 0; at < folder.masters.length; at += BATCH)
    await send(client, folder.masters.slice(at, at + BATCH));
  const queue = [...folder.confirmed];
  const told = createTeller(client);
  for (let at = 0; at < folder.events.length; at += BATCH) {
    const part = folder.events.slice(at, at + BATCH);
    await send(
      client,
      part.map(({ line }) => line),
    );
    const clock = part.at(-1)?.at ?? 0;
    while (queue[0] !== undefined && queue[0].at <= clock) await told.tell(queue.shift() as Confirmation);
    if ((at / BATCH) % 40 === 39) say(`  ${at + part.length} of ${folder.events.length} events sent`);
  }
  for (const rest of queue) await told.tell(rest);
  const { done, unknown } = await told.end();
  const seconds = (Date.now() - started) / 1_000;
  return { events: folder.events.length, confirmed: done, unknown, seconds };
}

async function send(client: Client, lines: readonly string[]): Promise<void> {
  const answer = await client.sendLines(lines);
  if (answer.rejected + answer.unavailable > 0)
    throw new Error(`not all was taken: ${JSON.stringify(answer).slice(0, 1_000)}`);
}

/** Tells several at once; the next one waits while as many are on their way. */
function createTeller(client: Client) {
  const running = new Set<Promise<void>>();
  let done = 0;
  let unknown = 0;
  const one = async (confirmation: Confirmation) => {
    const id = await findFailure(client, confirmation);
    if (id === null) {
      unknown += 1;
      return;
    }
    await client.post(`/v1/failures/${id}/feedback`, {
      confirmed_cause: confirmation.cause,
      by: "operator",
    });
    done += 1;
  };
  return {
    async tell(confirmation: Confirmation) {
      while (running.size >= AT_ONCE) await Promise.race(running);
      const work = one(confirmation).finally(() => running.delete(work));
      running.add(work);
    },
    async end() {
      await Promise.all(running);
      return { done, unknown };
    },
  };
}

/** The failure's id once it has been found; null when it never was. */
function findFailure(client: Client, { deliveryId, kind, attempt }: Confirmation): Promise<string | null> {
  const query = `/v1/failures?delivery_id=${encodeURIComponent(deliveryId)}&kind=${kind}&status=open&limit=100`;
  return waitFor(
    async () => {
      const { data } = await client.get<{ data: readonly Listed[] }>(query);
      return data.find((failure) => failure.attempt === attempt)?.id;
    },
    { timeoutMs: FOUND_MS, intervalMs: 1_000 },
  ).catch(() => null);
}
