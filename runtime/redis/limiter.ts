import { Ratelimit } from "@upstash/ratelimit";
import type { Redis } from "ioredis";
import type { RateDecision, RateLimiter, RatePolicy } from "../../tenancy/ports.ts";
import type { RedisLink } from "./link.ts";
import { toUpstash } from "./upstash.ts";

interface Answer {
  readonly success: boolean;
  readonly remaining: number;
}

const PREFIX = "dfras:limit";

/**
 * Token buckets that all processes share, by `@upstash/ratelimit`. While Redis is away, slow or refuses, `local`
 * decides: each process then allows what all together may. Clocks of processes should agree to well under a window.
 */
export function createRedisLimiter(deps: { link: RedisLink; local: RateLimiter }): RateLimiter {
  const made = new Map<string, Ratelimit>();
  const ratelimitOf = (redis: Redis, policy: RatePolicy) => {
    const id = `${policy.name}:${policy.limit}:${policy.windowSeconds}`;
    const known = made.get(id);
    if (known) return known;
    const ratelimit = createRatelimit(redis, policy);
    made.set(id, ratelimit);
    return ratelimit;
  };
  return {
    take: async (policy, key, cost) => {
      const answer = await deps.link.ask((redis) => takeFrom(ratelimitOf(redis, policy), key, cost));
      if (!answer) return deps.local.take(policy, key, cost);
      return toDecision(policy, answer.value);
    },
    close: () => deps.local.close(),
  };
}

/** Nothing is asked for by looking: the library would write a full bucket down, and for ever. */
async function takeFrom(ratelimit: Ratelimit, key: string, cost: number): Promise<Answer> {
  if (cost > 0) return ratelimit.limit(key, { rate: cost });
  return { success: true, remaining: (await ratelimit.getRemaining(key)).remaining };
}

/**
 * Filled each millisecond by its part of the limit, hence evenly. The library's own timeout would allow everything,
 * and its memory of blocked keys would refuse a small request for a big one's sake: both are off.
 */
function createRatelimit(redis: Redis, { name, limit, windowSeconds }: RatePolicy): Ratelimit {
  return new Ratelimit({
    redis: toUpstash(redis),
    limiter: Ratelimit.tokenBucket(limit / (windowSeconds * 1000), "1 ms", limit),
    prefix: `${PREFIX}:${name}`,
    timeout: 0,
    ephemeralCache: false,
    enableTelemetry: false,
  });
}

function toDecision({ limit, windowSeconds }: RatePolicy, answer: Answer): RateDecision {
  const resetSeconds = Math.ceil(((limit - answer.remaining) * windowSeconds) / limit);
  return { allowed: answer.success, limit, remaining: answer.remaining, resetSeconds };
}
