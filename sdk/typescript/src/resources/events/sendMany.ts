import { pause } from "../../core/abort.ts";
import { type FieldError, UnprocessableError } from "../../core/errors.ts";
import type { RequestOptions } from "../../core/options.ts";
import { backoff } from "../../core/retry.ts";
import type { Transport } from "../../core/transport.ts";
import type { Event, IngestAnswer } from "../../generated/models.ts";
import { type Chunk, type Line, toChunks } from "./chunks.ts";
import type { EventInput } from "./identify.ts";

export interface SendManyOptions extends Omit<RequestOptions, "idempotencyKey"> {
  /** Requests at a time; 4 unless told. */
  readonly concurrency?: number | undefined;
  /** Events of a request; 1,000 unless told, which is the most that the API takes. */
  readonly maxEvents?: number | undefined;
  /** Bytes of a request before compression; 4.5 MB unless told. The API takes less than 5 MB. */
  readonly maxBytes?: number | undefined;
  /** Wait until the events of each chunk are stored, at most 5 s. */
  readonly wait?: "stored" | undefined;
  /** Whether to compress; true unless told, where the platform can. */
  readonly gzip?: boolean | undefined;
}

/** An event that was not taken. */
export interface FailedEvent {
  /** Position in what was given, from 0. */
  readonly index: number;
  /** As it was sent, with the id that it got. */
  readonly event: Event;
  readonly status: "rejected" | "unavailable" | (string & {});
  /** Whether it may be taken later, unchanged. */
  readonly retryable: boolean;
  readonly errors: readonly FieldError[];
}

/** What became of a chunk of events. */
export interface SentChunk {
  /** Position of its first event, and how many there are. */
  readonly index: number;
  readonly count: number;
  readonly accepted: number;
  /** Repeats within a request. */
  readonly duplicates: number;
  readonly failed: readonly FailedEvent[];
  /** One for each request that it took. */
  readonly batchIds: readonly string[];
  /** The answer to the last request. */
  readonly answer: IngestAnswer | undefined;
}

const MAX_RETRIES = 5;

export async function* sendMany(
  transport: Transport,
  events: Iterable<EventInput> | AsyncIterable<EventInput>,
  options: SendManyOptions,
): AsyncGenerator<SentChunk, void, undefined> {
  const { concurrency = 4, maxEvents = 1000, maxBytes = 4_500_000 } = options;
  const underway: Promise<SentChunk>[] = [];
  try {
    for await (const chunk of toChunks(events, { maxEvents, maxBytes })) {
      const sent = sendChunk(transport, chunk, options);
      // Read in order later on: an error of this one may have to wait for the chunks before it.
      sent.catch(() => undefined);
      underway.push(sent);
      while (underway.length >= concurrency) yield await (underway.shift() as Promise<SentChunk>);
    }
    while (underway.length > 0) yield await (underway.shift() as Promise<SentChunk>);
  } finally {
    await Promise.allSettled(underway);
  }
}

async function sendChunk(transport: Transport, chunk: Chunk, options: SendManyOptions): Promise<SentChunk> {
  const maxRetries = options.maxRetries ?? transport.options.maxRetries ?? MAX_RETRIES;
  const all = [...chunk.lines, ...chunk.tooLarge];
  const failed: FailedEvent[] = chunk.tooLarge.map(tooLarge);
  const batchIds: string[] = [];
  let [accepted, duplicates, answer]: [number, number, IngestAnswer | undefined] = [0, 0, undefined];
  let left = chunk.lines;
  for (let attempt = 1; left.length > 0; attempt += 1) {
    answer = await sendLines(transport, left, { ...options, maxRetries });
    accepted += answer.accepted;
    duplicates += answer.duplicates;
    batchIds.push(answer.batch_id);
    const refused = refusedOf(answer, left);
    const again = attempt <= maxRetries ? refused.filter(({ retryable }) => retryable) : [];
    failed.push(...refused.filter((one) => !again.includes(one)));
    const indexes = new Set(again.map(({ index }) => index));
    left = left.filter(({ index }) => indexes.has(index));
    if (left.length > 0) await pause(backoff(attempt), options.signal);
  }
  failed.sort((a, b) => a.index - b.index);
  const index = Math.min(...all.map((line) => line.index));
  return { index, count: all.length, accepted, duplicates, failed, batchIds, answer };
}

/** One request. That none of its records could be taken is an answer too. */
async function sendLines(
  transport: Transport,
  lines: readonly Line[],
  { wait, gzip = true, ...options }: SendManyOptions,
): Promise<IngestAnswer> {
  const text = lines.map((line) => line.text).join("\n");
  const zip = gzip && typeof CompressionStream !== "undefined";
  try {
    return await transport.call<IngestAnswer>(
      {
        method: "POST",
        path: "/v1/events",
        query: { wait },
        body: zip ? await compress(text) : text,
        contentType: "application/x-ndjson",
        headers: zip ? { "content-encoding": "gzip" } : {},
        idempotencyKey: false,
      },
      { timeoutMs: transport.options.timeoutMs ?? 60_000, ...options },
    );
  } catch (error) {
    if (error instanceof UnprocessableError && Array.isArray(error.problem["results"])) {
      return error.problem as unknown as IngestAnswer;
    }
    throw error;
  }
}

function refusedOf({ results }: IngestAnswer, lines: readonly Line[]): FailedEvent[] {
  return results.flatMap(({ index, status, retryable, errors }) => {
    const line = lines[index];
    if (line === undefined || status === "accepted" || status === "duplicate") return [];
    return [{ index: line.index, event: line.event, status, retryable, errors }];
  });
}

function tooLarge({ index, event }: Line): FailedEvent {
  const errors = [{ code: "too_large", pointer: "", detail: "The event is larger than a request may be." }];
  return { index, event, status: "rejected", retryable: false, errors };
}

function compress(text: string): Promise<ArrayBuffer> {
  return new Response(new Blob([text]).stream().pipeThrough(new CompressionStream("gzip"))).arrayBuffer();
}
