import type { MiddlewareHandler } from "hono";
import { cors } from "hono/cors";
import type { Env } from "../env.ts";

const HEADERS: readonly (readonly [string, string])[] = [
  ["X-Content-Type-Options", "nosniff"],
  ["Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'"],
  ["Referrer-Policy", "no-referrer"],
  ["Strict-Transport-Security", "max-age=31536000; includeSubDomains"],
  ["Cross-Origin-Resource-Policy", "cross-origin"],
];

/** Headers that every answer carries. Reads may be kept by their caller if revalidated; all else is stored nowhere. */
export const secureHeaders: MiddlewareHandler<Env> = async (c, next) => {
  await next();
  for (const [name, value] of HEADERS) c.res.headers.set(name, value);
  if (c.res.headers.has("Cache-Control")) return;
  c.res.headers.set(
    "Cache-Control",
    c.req.method === "GET" && c.res.status < 400 ? "private, no-cache" : "no-store",
  );
};

/** Browsers of any origin may call: credentials travel in a header that the page sets itself, never in cookies. */
export const allowBrowsers = cors({
  origin: "*",
  allowMethods: ["GET", "HEAD", "POST", "PATCH", "PUT", "DELETE"],
  allowHeaders: [
    "Authorization",
    "Content-Type",
    "Content-Encoding",
    "Content-Range",
    "If-None-Match",
    "Idempotency-Key",
    "Request-Id",
    "traceparent",
  ],
  exposeHeaders: [
    "Request-Id",
    "RateLimit",
    "RateLimit-Policy",
    "Retry-After",
    "ETag",
    "Allow",
    "Idempotency-Replayed",
  ],
  maxAge: 600,
});
