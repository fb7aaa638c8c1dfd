import { setTimeout as pause } from "node:timers/promises";
import { Pool } from "undici";
import { quantile, type Target } from "../ingest/send.ts";
import type { Hook } from "../startHook.ts";

/** Milliseconds at the quantile; `count` of each were measured, `failed` did not come within a minute or were refused. */
export interface Figures {
  readonly p50: number;
  readonly p95: number;
  readonly count: number;
  readonly failed: number;
}

export interface Measured {
  /** From the request to the answer, ten events each. */
  readonly answer: Figures;
  /** From the request until its ten events are stored, by `?wait=stored`. */
  readonly stored: Figures;
  /** From the request with a failed attempt until its `failure.analyzed` has come. */
  readonly analysed: Figures;
}

const SIZE = 10;
const LONGEST_MS = 60_000;
let made = 0;

/**
 * Sends small batches at a steady rate for so many seconds and measures what becomes of them. Asks little meanwhile: whoever
 * asks often loads the machine the more, the slower it is.
 */
export async function measure(
  target: Target,
  { seen }: Pick<Hook, "seen">,
  seconds: number,
): Promise<Measured> {
  const pool = new Pool(target.api, { connections: 64, pipelining: 1 });
  const call = async (method: "GET" | "POST", path: string, body?: unknown) => {
    const headers = { authorization: `Bearer ${target.key}`, "content-type": "application/json" };
    const answer = await pool.request({
      path,
      method,
      headers,
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const json = (await answer.body.json()) as Record<string, unknown>;
    if (answer.statusCode >= 300) throw new Error(`${answer.statusCode} ${JSON.stringify(json)}`);
    return json;
  };
  const untilStored = async () => {
    let batch = await call("POST", "/v1/events?wait=stored", orders());
    while (batch["state"] !== "settled") {
      await pause(250);
      batch = await call("GET", `/v1/ingest-batches/${batch["batch_id"] ?? batch["id"]}`);
    }
  };
  const untilAnalysed = async () => {
    const [event] = orders(1);
    const failed = { ...event, type: "shipment.attempt_failed", reason: "recipient.absent" };
    await call("POST", "/v1/events", failed);
    while (!seen.has(event?.order_id ?? "")) await pause(10);
  };
  const [answer, stored, analysed] = await Promise.all([
    pace(5, seconds, () => call("POST", "/v1/events", orders())),
    pace(4, seconds, untilStored),
    pace(2, seconds, untilAnalysed),
  ]);
  await pool.close();
  return { answer, stored, analysed };
}

function orders(count = SIZE) {
  return Array.from({ length: count }, () => ({
    id: `fair-${++made}`,
    source: "fair",
    type: "order.created",
    occurred_at: new Date().toISOString(),
    order_id: `F-${process.pid}-${made}`,
  }));
}

/** Begins the work so often in a second, however long it takes, and times each. */
async function pace(perSecond: number, seconds: number, work: () => Promise<unknown>): Promise<Figures> {
  const times: number[] = [];
  let failed = 0;
  const running: Promise<void>[] = [];
  const started = performance.now();
  for (let nth = 0; nth < perSecond * seconds; nth++) {
    await pause(Math.max(0, started + (nth * 1_000) / perSecond - performance.now()));
    const begun = performance.now();
    const late = pause(LONGEST_MS, undefined, { ref: false }).then(() => {
      throw new Error("not within a minute");
    });
    const one = Promise.race([work(), late]).then(
      () => void times.push(performance.now() - begun),
      () => {
        failed += 1;
      },
    );
    running.push(one);
  }
  await Promise.all(running);
  times.sort((a, b) => a - b);
  const at = (share: number) => Math.round(quantile(times, share) * 10) / 10;
  return { p50: at(0.5), p95: at(0.95), count: times.length, failed };
}
