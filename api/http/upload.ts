import { Readable } from "node:stream";
import type { Context } from "hono";
import { DomainError } from "../../tenancy/errors.ts";
import type { Env } from "../env.ts";
import { BODY_TIMEOUT_MS } from "./body.ts";
import { bodyTooSlow } from "./receive.ts";

/** What `Content-Range` says: a part of the file, or a question how much of it is held. */
export type SentRange =
  | { readonly kind: "part"; readonly from: number; readonly to: number; readonly total: number | null }
  | { readonly kind: "ask"; readonly total: number | null };

const RANGE = /^bytes (?:(\d{1,15})-(\d{1,15})|\*)\/(\d{1,15}|\*)$/;

/** Reads `Content-Range`; undefined when absent. Throws invalid_request for any other form. */
export function parseContentRange(header: string | undefined): SentRange | undefined {
  if (header === undefined) return undefined;
  const parts = RANGE.exec(header.trim());
  if (!parts) {
    const detail = "Content-Range is `bytes a-b/total`, or `bytes */total` to ask what is held.";
    throw new DomainError("invalid_request", detail, {
      errors: [{ code: "invalid_format", pointer: "/content-range", detail }],
    });
  }
  const [, from, to, size] = parts;
  const total = size === "*" ? null : Number(size);
  if (from === undefined || to === undefined) return { kind: "ask", total };
  return { kind: "part", from: Number(from), to: Number(to), total };
}

/** The encoding that a file is kept in. Throws unsupported_media_type for any but gzip. */
export function fileEncoding(header: string | undefined): "identity" | "gzip" {
  const name = header?.trim().toLowerCase() ?? "identity";
  if (name === "gzip" || name === "identity") return name;
  throw new DomainError("unsupported_media_type", "Content-Encoding of a file may be gzip.");
}

export function declaredLength(c: Context<Env>): number | null {
  const header = c.req.header("Content-Length");
  return header === undefined ? null : Number(header);
}

/**
 * The body piece by piece, as fast as it is taken, however long it takes; one that pauses for longer than a minute
 * throws request_timeout. Leaving early leaves the rest of it unread.
 */
export async function* openUpload(c: Context<Env>): AsyncGenerator<Uint8Array> {
  const pauseMs = c.get("deps").bodyTimeoutMs ?? BODY_TIMEOUT_MS;
  const pieces = openBody(c)[Symbol.asyncIterator]();
  let giveUp = (_error: Error) => {};
  const timer = setTimeout(() => giveUp(bodyTooSlow(pauseMs)), pauseMs);
  // A promise of its own for each piece: one that lasted would keep all of them.
  const take = () =>
    new Promise<IteratorResult<Uint8Array>>((resolve, reject) => {
      giveUp = reject;
      pieces.next().then(resolve, reject);
    });
  try {
    for (let piece = await take(); piece.done !== true; piece = await take()) {
      timer.refresh();
      yield piece.value;
      timer.refresh();
    }
  } finally {
    clearTimeout(timer);
  }
}

/** The connection's own stream where there is one: a web stream around it costs memory for every piece. */
function openBody(c: Context<Env>): AsyncIterable<Uint8Array> {
  const { incoming } = c.env ?? {};
  if (incoming) return incoming as AsyncIterable<Uint8Array>;
  return c.req.raw.body ?? Readable.from([]);
}
