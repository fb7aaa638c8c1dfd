import { promisify } from "node:util";
import { brotliDecompress, gunzip, zstdDecompress } from "node:zlib";
import type { Context, MiddlewareHandler } from "hono";
import { HTTPException } from "hono/http-exception";
import { MAX_REQUEST_BYTES } from "../../events/limits.ts";
import { DomainError } from "../../tenancy/errors.ts";
import type { Env } from "../env.ts";

/** The most that a body may hold, as sent and inflated. */
export const MAX_BODY_BYTES = MAX_REQUEST_BYTES;

/** A body of that size that takes longer is held back; uploads of files have a limit of their own. */
export const BODY_TIMEOUT_MS = 60_000;

type Inflate = (data: Uint8Array, options: { maxOutputLength: number }) => Promise<Buffer>;
const INFLATERS: Readonly<Record<string, Inflate>> = {
  gzip: promisify(gunzip),
  zstd: promisify(zstdDecompress),
  br: promisify(brotliDecompress),
};

const tooLarge = () =>
  new DomainError("too_large", `A body may hold ${MAX_BODY_BYTES} bytes at most, also inflated.`);

/** Reads the body once, within its limit, and hands the inflated bytes on; checks the media type when there are any. */
export function readBody(mediaTypes: readonly string[]): MiddlewareHandler<Env> {
  return async (c, next) => {
    c.set("body", await takeBody(c, mediaTypes));
    await next();
  };
}

/** The same for routes with a JSON schema, whose validators read the request's own cache of its text. */
export const readJsonBody: MiddlewareHandler<Env> = async (c, next) => {
  const body = Buffer.from(await takeBody(c, ["application/json"]));
  c.set("body", body);
  c.req.bodyCache.text = Promise.resolve(body.toString("utf8")) as never;
  await next();
};

async function takeBody(c: Context<Env>, mediaTypes: readonly string[]): Promise<Uint8Array> {
  const sent = await inTime(receive(c), c.get("deps")?.bodyTimeoutMs ?? BODY_TIMEOUT_MS);
  if (sent.byteLength > 0) checkMediaType(c.req.header("Content-Type"), mediaTypes);
  return inflate(sent, c.req.header("Content-Encoding"));
}

async function inTime<T>(work: Promise<T>, ms: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(bodyTooSlow(ms)), ms);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
    // Once it is late, how the body ends is nobody's concern.
    work.catch(() => {});
  }
}

export function bodyTooSlow(ms: number): HTTPException {
  return new HTTPException(408, { message: `The body did not come within ${ms / 1_000} s: send it again.` });
}

async function receive(c: Context<Env>): Promise<Uint8Array> {
  const declared = c.req.header("Content-Length");
  if (declared !== undefined && Number(declared) > MAX_BODY_BYTES) throw tooLarge();
  if (declared !== undefined) return new Uint8Array(await c.req.raw.arrayBuffer());
  return c.req.raw.body === null ? new Uint8Array() : collect(c.req.raw.body);
}

async function collect(stream: ReadableStream<Uint8Array>): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of stream) {
    size += chunk.byteLength;
    if (size > MAX_BODY_BYTES) throw tooLarge();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function checkMediaType(header: string | undefined, allowed: readonly string[]): void {
  const essence = header?.split(";")[0]?.trim().toLowerCase();
  if (essence && allowed.includes(essence)) return;
  throw new DomainError("unsupported_media_type", `Send ${allowed.join(" or ")}, named by Content-Type.`);
}

async function inflate(sent: Uint8Array, encoding: string | undefined): Promise<Uint8Array> {
  const name = encoding?.trim().toLowerCase();
  if (!name || name === "identity") return sent;
  const inflater = INFLATERS[name];
  if (!inflater)
    throw new DomainError(
      "unsupported_media_type",
      `Content-Encoding may be ${Object.keys(INFLATERS).join(", ")}.`,
    );
  try {
    return await inflater(sent, { maxOutputLength: MAX_BODY_BYTES });
  } catch (error) {
    if (error instanceof RangeError) throw tooLarge();
    throw new DomainError("invalid_request", `The body does not inflate as ${name}.`);
  }
}
