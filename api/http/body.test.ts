import { brotliCompressSync, gzipSync, zstdCompressSync } from "node:zlib";
import { Hono } from "hono";
import { expect, test } from "vitest";
import { DomainError } from "../../tenancy/errors.ts";
import type { Env } from "../env.ts";
import { MAX_BODY_BYTES, readBody } from "./body.ts";

const app = new Hono<Env>();
app.onError((error, c) => c.text(error instanceof DomainError ? error.code : String(error), 400));
app.post("/", readBody(["application/json"]), (c) => c.text(Buffer.from(c.get("body")).toString()));

async function send(
  body: Uint8Array<ArrayBuffer> | ReadableStream,
  headers: Record<string, string> = {},
): Promise<string> {
  const type = { "Content-Type": "application/json" };
  const answer = await app.request("/", {
    method: "POST",
    body,
    headers: { ...type, ...headers },
    ...(body instanceof ReadableStream && { duplex: "half" }),
  } as RequestInit);
  return answer.text();
}

const text = '{"a":1}';
const bytes = new Uint8Array(Buffer.from(text));

test("hands plain, gzip, zstd and br bodies on as they were written", async () => {
  expect(await send(bytes)).toBe(text);
  expect(await send(new Uint8Array(gzipSync(text)), { "Content-Encoding": "gzip" })).toBe(text);
  expect(await send(new Uint8Array(zstdCompressSync(text)), { "Content-Encoding": "zstd" })).toBe(text);
  expect(await send(new Uint8Array(brotliCompressSync(text)), { "Content-Encoding": "br" })).toBe(text);
});

test("refuses what is too large: as declared, as streamed, as inflated", async () => {
  const big = new Uint8Array(MAX_BODY_BYTES + 1);
  expect(await send(big, { "Content-Length": String(big.length) })).toBe("too_large");
  expect(await send(new Blob([big]).stream())).toBe("too_large");
  expect(await send(new Uint8Array(gzipSync(big)), { "Content-Encoding": "gzip" })).toBe("too_large");
  expect(await send(new Uint8Array(zstdCompressSync(big)), { "Content-Encoding": "zstd" })).toBe("too_large");
});

test("refuses other types and encodings, and what does not inflate", async () => {
  expect(await send(bytes, { "Content-Type": "text/plain" })).toBe("unsupported_media_type");
  expect(await send(bytes, { "Content-Encoding": "compress" })).toBe("unsupported_media_type");
  expect(await send(bytes, { "Content-Encoding": "gzip" })).toBe("invalid_request");
  expect(await send(bytes, { "Content-Type": "application/json; charset=utf-8" })).toBe(text);
});
