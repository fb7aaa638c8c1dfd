import { setTimeout as pause } from "node:timers/promises";
import { parentPort, workerData } from "node:worker_threads";
import { Pool } from "undici";
import { eventLines, takeBodies } from "../ingest/events.ts";

/** What a tenant offers, whatever it is answered. */
export interface Flood {
  readonly api: string;
  readonly key: string;
  /** Events offered in a second, in requests of `size`. */
  readonly perSecond: number;
  readonly size: number;
}

/** Answers by status, and what was offered. */
export type Flooded = Readonly<Record<string, number>>;

const IN_FLIGHT = 16;
/** Enough for what can be taken; what is refused is offered again, as it is. */
const BODIES = 200;

/** Offers events at a steady rate until told to stop, in a thread of its own; answers by status are posted then. */
async function flood({ api, key, perSecond, size }: Flood): Promise<void> {
  const pool = new Pool(api, { connections: IN_FLIGHT, pipelining: 1 });
  const headers = { authorization: `Bearer ${key}`, "content-type": "application/x-ndjson" };
  const spare = takeBodies(eventLines(2), BODIES * size, size);
  const answers: Record<string, number> = { offered: 0, late: 0 };
  let inFlight = 0;
  let stopped = false;
  const offer = async (body: Buffer) => {
    inFlight += 1;
    const answer = await pool
      .request({ path: "/v1/events", method: "POST", headers, body })
      .then(async ({ statusCode, body: said }) => {
        await said.dump();
        return String(statusCode);
      })
      .catch(() => "failed");
    inFlight -= 1;
    answers[answer] = (answers[answer] ?? 0) + 1;
    if (answer !== "202") spare.push(body);
  };
  parentPort?.on("message", () => {
    stopped = true;
  });
  parentPort?.postMessage("ready");
  const started = performance.now();
  for (let nth = 0; !stopped; nth++) {
    const due = started + (nth * size * 1_000) / perSecond;
    if (due > performance.now()) await pause(due - performance.now());
    answers["offered"] = nth + 1;
    const body = inFlight < IN_FLIGHT * 4 ? spare.shift() : undefined;
    if (body) void offer(body);
    else answers["late"] = (answers["late"] ?? 0) + 1;
  }
  while (inFlight > 0) await pause(10);
  await pool.close();
  parentPort?.postMessage(answers);
  parentPort?.close();
}

await flood(workerData as Flood);
