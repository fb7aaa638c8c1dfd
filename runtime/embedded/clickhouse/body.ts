import type { IncomingMessage } from "node:http";
import type { Readable } from "node:stream";
import { createGunzip } from "node:zlib";
import { ClickHouseProblem, unsupported } from "./errors.ts";

/** Reads a request's body, unpacking gzip. @throws ClickHouseProblem 413 beyond `maxBytes` unpacked. */
export async function readBody(request: IncomingMessage, maxBytes: number): Promise<Buffer> {
  const encoding = request.headers["content-encoding"] ?? "identity";
  if (encoding !== "identity" && encoding !== "gzip") throw unsupported(`Content-Encoding ${encoding}`);
  const source: Readable = encoding === "gzip" ? request.pipe(createGunzip()) : request;
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of source) {
    size += (chunk as Buffer).length;
    if (size > maxBytes) {
      throw new ClickHouseProblem(307, "TOO_MANY_BYTES", `Body is larger than ${maxBytes} bytes.`);
    }
    chunks.push(chunk as Buffer);
  }
  return Buffer.concat(chunks);
}

/** The parts of a multipart body, which the client uses for parameters too long for a URL. */
export async function readForm(body: Buffer, contentType: string): Promise<Map<string, string>> {
  const form = await new Response(new Uint8Array(body), {
    headers: { "content-type": contentType },
  }).formData();
  const parts = new Map<string, string>();
  for (const [name, value] of form) {
    if (typeof value !== "string") throw unsupported("external tables");
    parts.set(name, value);
  }
  return parts;
}
