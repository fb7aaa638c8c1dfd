import { setTimeout as pause } from "node:timers/promises";
import type { IngestAnswer } from "./client.ts";

export interface Traffic {
  readonly sent: number;
  /** What was not answered with 2xx, or only in part: each in words. */
  readonly failed: readonly string[];
  readonly longestMs: number;
  /** Of the batches of the lines that were acknowledged. */
  readonly batchIds: readonly string[];
  /** How long events of a probe took from being sent to being stored, and when each was sent (epoch ms). */
  readonly probes: readonly { readonly at: number; readonly ms: number }[];
}

export interface TrafficInput {
  readonly url: string;
  /** Whose lines are sent and lists read. */
  readonly key: string;
  /** Whose events probe how quickly events are stored. */
  readonly probeKey: string;
  readonly lines: readonly string[];
  readonly batch: number;
  /** Between two batches. */
  readonly pauseMs: number;
}

const READS = ["/v1/failures?limit=5", "/v1/deliveries?limit=5", "/v1/events?limit=5", "/v1/event-types"];

/** Sends requests all the time, tries none again, and takes notes. `finish` lets the lines be sent to their end. */
export function startTraffic(input: TrafficInput): { readonly all: Traffic; finish(): Promise<Traffic> } {
  const all = {
    sent: 0,
    failed: [] as string[],
    longestMs: 0,
    batchIds: [] as string[],
    probes: [] as Traffic["probes"][number][],
  };
  let done = false;
  const send = async (key: string, method: string, path: string, body?: string): Promise<unknown> => {
    const begun = performance.now();
    all.sent += 1;
    try {
      const headers = { authorization: `Bearer ${key}`, "content-type": "application/x-ndjson" };
      const answer = await fetch(`${input.url}${path}`, {
        method,
        headers,
        ...(body !== undefined && { body }),
      });
      const text = await answer.text();
      if (answer.ok) return JSON.parse(text);
      all.failed.push(`${method} ${path}: ${answer.status} ${text.slice(0, 200)}`);
    } catch (error) {
      all.failed.push(`${method} ${path}: ${String(error)} ${String((error as Error).cause ?? "")}`);
    } finally {
      all.longestMs = Math.max(all.longestMs, performance.now() - begun);
    }
    return null;
  };
  const readAlways = async (offset: number) => {
    for (let n = offset; !done; n++) {
      await send(input.key, "GET", READS[n % READS.length] ?? "");
      await pause(5);
    }
  };
  const sendLines = async () => {
    for (let at = 0; at < input.lines.length; at += input.batch) {
      const part = input.lines.slice(at, at + input.batch);
      const answer = (await send(input.key, "POST", "/v1/events", part.join("\n"))) as IngestAnswer | null;
      if (answer?.accepted === part.length) all.batchIds.push(answer.batch_id);
      else if (answer) all.failed.push(`of ${part.length} events taken: ${JSON.stringify(answer)}`);
      if (!done) await pause(input.pauseMs);
    }
  };
  const probeAlways = async () => {
    for (let n = 0; !done; n++) {
      const at = Date.now();
      const event = {
        id: `probe-${n}`,
        source: "probe",
        type: "order.created",
        occurred_at: new Date(at),
        order_id: `P-${n}`,
      };
      const path = "/v1/events?wait=stored";
      let answer = (await send(input.probeKey, "POST", path, JSON.stringify(event))) as Probe | null;
      const batch = `/v1/ingest-batches/${answer?.batch_id}`;
      while (answer && answer.state !== "settled") {
        await pause(20);
        answer = (await send(input.probeKey, "GET", batch)) as Probe | null;
      }
      if (answer) all.probes.push({ at, ms: Date.now() - at });
      await pause(20);
    }
  };
  const sending = sendLines();
  const going = Promise.all([sending, readAlways(0), readAlways(2), probeAlways()]);
  return {
    all,
    finish: async () => {
      await sending;
      done = true;
      await going;
      return all;
    },
  };
}

interface Probe {
  readonly state?: string;
  readonly batch_id?: string;
}
