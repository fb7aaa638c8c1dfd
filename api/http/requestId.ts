import { randomUUID } from "node:crypto";
import type { MiddlewareHandler } from "hono";
import type { ApiDeps, Env } from "../env.ts";

const ACCEPTED = /^[A-Za-z0-9_-]{8,64}$/;

export const newRequestId = (): string => `req_${randomUUID().replaceAll("-", "")}`;

/** Gives each request an id (the caller's own if it is plain enough), and writes one log line when it is answered. */
export function requestId(deps: ApiDeps): MiddlewareHandler<Env> {
  return async (c, next) => {
    const given = c.req.header("Request-Id");
    const id = given && ACCEPTED.test(given) ? given : newRequestId();
    c.set("requestId", id);
    c.set("deps", deps);
    const started = performance.now();
    await next();
    c.res.headers.set("Request-Id", id);
    deps.log.debug(
      {
        request_id: id,
        method: c.req.method,
        path: c.req.path,
        status: c.res.status,
        ms: Math.round(performance.now() - started),
      },
      "request",
    );
  };
}
