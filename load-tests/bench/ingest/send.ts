import { setTimeout as pause } from "node:timers/promises";
import { Pool } from "undici";

export interface Target {
  readonly api: string;
  readonly key: string;
}

export interface Acks {
  /** Seconds from the first request to the last answer. */
  readonly seconds: number;
  readonly batchIds: readonly string[];
  /** Milliseconds of each answer, sorted. */
  readonly times: readonly number[];
  /** Answers that said to come back later. */
  readonly refused: number;
}

export interface Pace {
  /** Requests at the same time. */
  readonly inFlight: number;
  /** Requests begun in a second; as fast as they are answered when absent. */
  readonly perSecond?: number;
}

/** Sends every body once, answers of 429 and 503 again after their Retry-After. @throws for any other refusal. */
export async function sendBodies(
  { api, key }: Target,
  bodies: readonly Buffer[],
  { inFlight, perSecond = Number.POSITIVE_INFINITY }: Pace,
): Promise<Acks> {
  const pool = new Pool(api, { connections: inFlight, pipelining: 1 });
  const headers = { authorization: `Bearer ${key}`, "content-type": "application/x-ndjson" };
  const times: number[] = [];
  const batchIds: string[] = [];
  let refused = 0;
  let next = 0;
  const started = performance.now();
  const send = async (body: Buffer): Promise<void> => {
    const begun = performance.now();
    const answer = await pool.request({ path: "/v1/events", method: "POST", headers, body });
    const text = await answer.body.text();
    if (answer.statusCode === 202) {
      times.push(performance.now() - begun);
      batchIds.push((JSON.parse(text) as { batch_id: string }).batch_id);
      return;
    }
    if (answer.statusCode !== 429 && answer.statusCode !== 503)
      throw new Error(`${answer.statusCode} ${text.slice(0, 500)}`);
    refused += 1;
    await pause(Number(answer.headers["retry-after"] ?? 1) * 1_000);
    await send(body);
  };
  const work = async () => {
    for (let at = next++; at < bodies.length; at = next++) {
      const due = started + (at / perSecond) * 1_000;
      if (due > performance.now()) await pause(due - performance.now());
      const body = bodies[at];
      if (body) await send(body);
    }
  };
  await Promise.all(Array.from({ length: inFlight }, work));
  const seconds = (performance.now() - started) / 1_000;
  await pool.close();
  return { seconds, batchIds, times: times.sort((a, b) => a - b), refused };
}

/** The value below which that share of the sorted values lies. */
export function quantile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}
