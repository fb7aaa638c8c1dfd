import { isUtf8 } from "node:buffer";
import type { Context, MiddlewareHandler } from "hono";
import { inspectJson } from "../../events/json/inspectJson.ts";
import { MAX_BODY_VALUES } from "../../events/json/limits.ts";
import { MAX_REQUEST_BYTES } from "../../events/limits.ts";
import { DomainError } from "../../tenancy/errors.ts";
import type { Env } from "../env.ts";
import { type Hold, PROCESS_BODIES } from "./bodyBudget.ts";
import { bodyTooLarge, inflate, readEncoding } from "./inflate.ts";
import { receiveFrom, receiveStream } from "./receive.ts";

/** The most that a body may hold, as sent and inflated. */
export const MAX_BODY_BYTES = MAX_REQUEST_BYTES;

/** A body of that size that takes longer is held back; uploads of files have a limit of their own. */
export const BODY_TIMEOUT_MS = 60_000;

/** Reads the body once, within its limit, and hands the inflated bytes on; checks the media type when there are any. */
export function readBody(mediaTypes: readonly string[]): MiddlewareHandler<Env> {
  return async (c, next) => {
    try {
      await takeBody(c, mediaTypes);
      await next();
    } finally {
      dropBody(c);
    }
  };
}

/**
 * The same for routes with a JSON schema, whose validators read the request's own cache of its text. Refuses what
 * parsing would take without a word: names that come twice, numbers that lose digits, halves of characters, NUL.
 */
export const readJsonBody: MiddlewareHandler<Env> = async (c, next) => {
  try {
    const body = await takeBody(c, ["application/json"]);
    c.req.bodyCache.text = Promise.resolve(textOf(body)) as never;
    await next();
  } finally {
    dropBody(c);
  }
};

function textOf(body: Uint8Array): string {
  if (!isUtf8(body))
    throw new DomainError("invalid_request", "The body is not valid UTF-8: encode it as UTF-8.");
  const text = new TextDecoder().decode(body);
  const errors = inspectJson(text, { values: MAX_BODY_VALUES });
  if (errors.length === 0) return text;
  throw new DomainError("invalid_request", "The body holds JSON that cannot be taken as it is written.", {
    errors,
  });
}

/** The inflated body, read on the first call. Whoever calls this must call `dropBody` when the request is done. */
export async function takeBody(c: Context<Env>, mediaTypes?: readonly string[]): Promise<Uint8Array> {
  const body = (c.get("body") as Uint8Array | undefined) ?? (await read(c));
  if (mediaTypes && body.byteLength > 0) checkMediaType(c.req.header("Content-Type"), mediaTypes);
  c.set("body", body);
  return body;
}

/** Gives back the room that the body took. */
export function dropBody(c: Context<Env>): void {
  c.get("hold")?.close();
}

async function read(c: Context<Env>): Promise<Uint8Array> {
  // Absent for the operator, who has no tenant, and where a route needs nobody.
  const ctx = c.get("ctx") as Env["Variables"]["ctx"] | undefined;
  const hold = (c.get("deps")?.bodies ?? PROCESS_BODIES).open(ctx?.tenant.id ?? "");
  c.set("hold", hold);
  const encoding = readEncoding(c.req.header("Content-Encoding"));
  const sent = await receive(c, hold);
  if (encoding === null || sent.byteLength === 0) return sent;
  const body = await inflate(sent, encoding, MAX_BODY_BYTES);
  hold.shrink(sent.byteLength);
  if (!hold.grow(body.byteLength)) throw hold.refusal();
  return body;
}

async function receive(c: Context<Env>, hold: Hold): Promise<Uint8Array> {
  if (Number(c.req.header("Content-Length")) > MAX_BODY_BYTES) throw bodyTooLarge(MAX_BODY_BYTES);
  const limits = {
    maxBytes: MAX_BODY_BYTES,
    timeoutMs: c.get("deps")?.bodyTimeoutMs ?? BODY_TIMEOUT_MS,
  };
  const { incoming } = c.env ?? {};
  if (incoming) return receiveFrom(incoming, hold, limits);
  return c.req.raw.body === null ? new Uint8Array() : receiveStream(c.req.raw.body, hold, limits);
}

function checkMediaType(header: string | undefined, allowed: readonly string[]): void {
  const essence = header?.split(";")[0]?.trim().toLowerCase();
  if (essence && allowed.includes(essence)) return;
  throw new DomainError("unsupported_media_type", `Send ${allowed.join(" or ")}, named by Content-Type.`);
}
