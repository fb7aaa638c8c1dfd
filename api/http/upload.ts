import type { Context } from "hono";
import { DomainError } from "../../tenancy/errors.ts";
import type { Env } from "../env.ts";
import { BODY_TIMEOUT_MS, bodyTooSlow } from "./body.ts";

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
  const { body } = c.req.raw;
  if (body === null) return;
  const pauseMs = c.get("deps").bodyTimeoutMs ?? BODY_TIMEOUT_MS;
  const reader = body.getReader();
  let giveUp = (_error: Error) => {};
  const idle = new Promise<never>((_, reject) => {
    giveUp = reject;
  });
  idle.catch(() => {});
  const timer = setTimeout(() => giveUp(bodyTooSlow(pauseMs)), pauseMs);
  try {
    for (;;) {
      const { value, done } = await Promise.race([reader.read(), idle]);
      if (done) return;
      timer.refresh();
      yield value;
      timer.refresh();
    }
  } finally {
    clearTimeout(timer);
  }
}
