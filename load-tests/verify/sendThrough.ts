import { setTimeout as pause } from "node:timers/promises";
import type { Client, IngestAnswer } from "../../tests/harness/client.ts";

export interface SendThroughInput {
  /** The client to use now; may wait until there is one. */
  readonly client: () => Promise<Client>;
  readonly lines: readonly string[];
  readonly batch: number;
  /** Pause between batches. */
  readonly pauseMs: number;
  readonly timeoutMs: number;
  /** Told after each batch what share of the lines is acknowledged. */
  readonly onProgress: (share: number) => void;
}

export interface SentThrough {
  /** Of the batches that were acknowledged. */
  readonly batchIds: readonly string[];
  /** Requests without an acknowledgement, each sent again with the same ids. */
  readonly retries: number;
}

/** Sends line after line as a partner does who trusts only a 202: what was not acknowledged is sent again. */
export async function sendThrough(input: SendThroughInput): Promise<SentThrough> {
  const { lines, batch, pauseMs, onProgress } = input;
  const until = Date.now() + input.timeoutMs;
  const batchIds: string[] = [];
  let retries = 0;
  for (let at = 0; at < lines.length; at += batch) {
    const part = lines.slice(at, at + batch);
    for (let answer = await trySend(input, part); ; answer = await trySend(input, part)) {
      if (typeof answer !== "string" && answer.rejected > 0) throw new Error(JSON.stringify(answer));
      if (typeof answer !== "string") batchIds.push(answer.batch_id);
      if (typeof answer !== "string" && answer.unavailable === 0) break;
      if (Date.now() > until) throw new Error(`line ${at} was not taken in time: ${JSON.stringify(answer)}`);
      retries += 1;
      await pause(100);
    }
    onProgress(Math.min(1, (at + batch) / lines.length));
    if (pauseMs > 0) await pause(pauseMs);
  }
  return { batchIds, retries };
}

async function trySend(
  { client }: SendThroughInput,
  lines: readonly string[],
): Promise<IngestAnswer | string> {
  try {
    return await (await client()).sendLines(lines);
  } catch (error) {
    return String(error);
  }
}
