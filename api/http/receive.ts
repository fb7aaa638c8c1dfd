import type { IncomingMessage } from "node:http";
import { HTTPException } from "hono/http-exception";
import { DomainError } from "../../tenancy/errors.ts";
import type { Hold } from "./bodyBudget.ts";
import { bodyTooLarge } from "./inflate.ts";

export interface ReceiveLimits {
  readonly maxBytes: number;
  /** How long the whole may take. */
  readonly timeoutMs: number;
}

/** No network pauses for longer; who says nothing for so long only holds a connection. */
const LONGEST_PAUSE_MS = 15_000;

export function bodyTooSlow(ms: number): HTTPException {
  return new HTTPException(408, { message: `The body did not come within ${ms / 1_000} s: send it again.` });
}

/**
 * Reads a body as it comes from the connection; what came is counted on `hold`. @throws DomainError too_large,
 * unavailable when there is no room, invalid_request when the connection ends before; a timeout as HTTPException.
 */
export function receiveFrom(
  incoming: IncomingMessage,
  hold: Hold,
  { maxBytes, timeoutMs }: ReceiveLimits,
): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const stop = watchPace(
      () => size,
      timeoutMs,
      (late) => fail(late),
    );
    const finish = () => {
      stop();
      incoming.off("data", onData).off("end", onEnd).off("close", onClose).off("error", onClose);
    };
    const fail = (error: Error) => {
      finish();
      // Nobody reads on, and how the connection ends is nobody's concern.
      incoming.on("error", () => {}).pause();
      reject(error);
    };
    const onData = (chunk: Buffer) => {
      size += chunk.byteLength;
      if (size > maxBytes) return fail(bodyTooLarge(maxBytes));
      if (!hold.grow(chunk.byteLength)) return fail(hold.refusal());
      chunks.push(chunk);
    };
    const onEnd = () => {
      finish();
      resolve(chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks));
    };
    const onClose = () =>
      fail(new DomainError("invalid_request", "The connection closed before the body's end."));
    incoming.on("data", onData).on("end", onEnd).on("close", onClose).on("error", onClose);
  });
}

/** Calls `late` when nothing came for 15 s, or not all within the time; returns the way to stop. */
function watchPace(sizeNow: () => number, timeoutMs: number, late: (error: Error) => void): () => void {
  const until = Date.now() + timeoutMs;
  const pauseMs = Math.min(LONGEST_PAUSE_MS, timeoutMs);
  let seen = 0;
  const check = () => {
    const left = until - Date.now();
    if (left <= 0) return late(bodyTooSlow(timeoutMs));
    if (sizeNow() === seen) return late(bodyTooSlow(pauseMs));
    seen = sizeNow();
    timer = setTimeout(check, Math.min(pauseMs, left));
  };
  let timer = setTimeout(check, pauseMs);
  return () => clearTimeout(timer);
}

/** The same for a body without a connection, as in tests. */
export async function receiveStream(
  stream: ReadableStream<Uint8Array>,
  hold: Hold,
  { maxBytes, timeoutMs }: ReceiveLimits,
): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  const read = async () => {
    for await (const chunk of stream) {
      size += chunk.byteLength;
      if (size > maxBytes) throw bodyTooLarge(maxBytes);
      if (!hold.grow(chunk.byteLength)) throw hold.refusal();
      chunks.push(chunk);
    }
    return Buffer.concat(chunks);
  };
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(bodyTooSlow(timeoutMs)), timeoutMs);
  });
  const work = read();
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
    work.catch(() => {});
  }
}
