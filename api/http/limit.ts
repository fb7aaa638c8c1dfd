import type { MiddlewareHandler } from "hono";
import type { RateLimiter } from "../../tenancy/ports.ts";
import type { Env } from "../env.ts";
import { problem } from "./problem.ts";

export type RatePolicy = Parameters<RateLimiter["take"]>[0];

/** A tenant's requests, whichever of its credentials sends them. Generous: it is a guard, not a plan's quota. */
export const DEFAULT_RATE: RatePolicy = { name: "requests", limit: 20_000, windowSeconds: 10 };

/** Counts the request against its tenant, says so in `RateLimit` and `RateLimit-Policy`, answers 429 when it is spent. */
export const limitRate: MiddlewareHandler<Env> = async (c, next) => {
  const { limiter, ratePolicy = DEFAULT_RATE } = c.get("deps");
  const decision = await limiter.take(ratePolicy, c.get("ctx").tenant.id, 1);
  const reset = Math.max(1, Math.ceil(decision.resetSeconds));
  const headers = {
    RateLimit: `"${ratePolicy.name}";r=${Math.max(0, Math.floor(decision.remaining))};t=${reset}`,
    "RateLimit-Policy": `"${ratePolicy.name}";q=${ratePolicy.limit};w=${ratePolicy.windowSeconds}`,
  };
  if (!decision.allowed) {
    const detail = `The tenant may send ${ratePolicy.limit} requests in ${ratePolicy.windowSeconds} s.`;
    return problem(c, {
      code: "rate_limited",
      detail,
      headers: { ...headers, "Retry-After": String(reset) },
    });
  }
  await next();
  for (const [name, value] of Object.entries(headers)) c.res.headers.set(name, value);
  return undefined;
};
