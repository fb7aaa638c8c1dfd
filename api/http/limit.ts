import type { MiddlewareHandler } from "hono";
import type { RateLimiter, RatePolicy } from "../../tenancy/ports.ts";
import type { Env, Taken } from "../env.ts";
import { problem } from "./problem.ts";
import { DEFAULT_RATES, rateClassOf } from "./rates.ts";

/** Says in `RateLimit` and `RateLimit-Policy` what is left of each quota that the request was counted against. */
export const tellQuota: MiddlewareHandler<Env> = async (c, next) => {
  await next();
  const taken = c.get("quota") ?? [];
  if (taken.length === 0) return;
  c.res.headers.set("RateLimit", taken.map(toLimit).join(", "));
  c.res.headers.set("RateLimit-Policy", taken.map(({ policy }) => toPolicy(policy)).join(", "));
};

/**
 * Counts the request against its key's bucket for the class of its route, then against its tenant's. Answers 429 when
 * a bucket is spent.
 */
export const limitRate: MiddlewareHandler<Env> = async (c, next) => {
  const { limiter, rates } = c.get("deps");
  const { tenant, actor } = c.get("ctx");
  const routeClass = rateClassOf(c.req.method, c.req.path);
  const ofKey = rates?.[routeClass] ?? DEFAULT_RATES[routeClass];
  const ofTenant = rates?.tenant ?? DEFAULT_RATES.tenant;
  const taken = await takeInTurn(limiter, [
    [ofKey, `${tenant.id}:${actor.id}`],
    [ofTenant, tenant.id],
  ]);
  c.set("quota", taken);
  const refused = taken.find(({ decision }) => !decision.allowed);
  if (refused)
    return problem(c, {
      code: "rate_limited",
      detail: sayLimit(refused.policy, refused.policy === ofKey),
      headers: { "Retry-After": String(secondsOf(refused)) },
      members: { "violated-policies": [refused.policy.name] },
    });
  return next();
};

/** Ends at the first refusal: a key that is refused must not drain what the tenant's other keys live on. */
async function takeInTurn(
  limiter: RateLimiter,
  buckets: readonly (readonly [policy: RatePolicy, key: string])[],
): Promise<readonly Taken[]> {
  const taken: Taken[] = [];
  for (const [policy, key] of buckets) {
    const decision = await limiter.take(policy, key, 1);
    taken.push({ policy, decision });
    if (!decision.allowed) break;
  }
  return taken;
}

function sayLimit({ name, limit, windowSeconds }: RatePolicy, ofKey: boolean): string {
  const whose = ofKey
    ? `A credential may send ${limit} ${name} requests`
    : `A tenant may send ${limit} requests`;
  return `${whose} in ${windowSeconds} s.`;
}

function toPolicy({ name, limit, windowSeconds }: RatePolicy): string {
  return `"${name}";q=${limit};w=${windowSeconds}`;
}

function toLimit(taken: Taken): string {
  return `"${taken.policy.name}";r=${taken.decision.remaining};t=${secondsOf(taken)}`;
}

/** `t` and `Retry-After` are one figure: the draft wants the latter no earlier. */
function secondsOf({ decision }: Taken): number {
  return Math.max(1, decision.resetSeconds);
}
