import { createHash } from "node:crypto";
import type { MiddlewareHandler } from "hono";
import type { Env } from "../env.ts";

/**
 * Gives each read a weak ETag of its body, and answers 304 to one that the caller has already. Reading the body also
 * tells its length, so that compression can leave small answers alone.
 */
export const tagReads: MiddlewareHandler<Env> = async (c, next) => {
  await next();
  if ((c.req.method !== "GET" && c.req.method !== "HEAD") || c.res.status !== 200) return;
  // What is streamed is too long to be held here.
  if (c.res.headers.get("Content-Type")?.startsWith("application/x-ndjson")) return;
  const bytes = new Uint8Array(await c.res.arrayBuffer());
  const etag = `W/"${createHash("sha1").update(bytes).digest("base64url")}"`;
  const headers = new Headers(c.res.headers);
  headers.set("ETag", etag);
  const known = matches(c.req.header("If-None-Match"), etag);
  if (known) headers.delete("Content-Type");
  else headers.set("Content-Length", String(bytes.byteLength));
  // Assigning over an answer merges the old headers into the new one: clear it first.
  c.res = undefined;
  c.res = known ? new Response(null, { status: 304, headers }) : new Response(bytes, { headers });
};

function matches(given: string | undefined, etag: string): boolean {
  if (given === undefined) return false;
  return (
    given.trim() === "*" || given.split(",").some((tag) => tag.trim().replace(/^W\//, "") === etag.slice(2))
  );
}
