import { LRUCache } from "lru-cache";
import type { RateLimiter } from "../../tenancy/ports.ts";

interface Bucket {
  tokens: number;
  filledAt: number;
}

const MAX_BUCKETS = 100_000;

/**
 * Token buckets of this process alone: `limit` at once, filled evenly over the window.
 * A bucket that is forgotten is a full one, so forgetting only ever allows.
 */
export function createLocalLimiter(now: () => number = () => Date.now()): RateLimiter {
  const buckets = new LRUCache<string, Bucket>({ max: MAX_BUCKETS });
  return {
    take: async ({ name, limit, windowSeconds }, key, cost) => {
      const at = now();
      const perMs = limit / (windowSeconds * 1000);
      const id = `${name}\u001f${key}`;
      const bucket = buckets.get(id) ?? { tokens: limit, filledAt: at };
      const tokens = Math.min(limit, bucket.tokens + (at - bucket.filledAt) * perMs);
      const allowed = tokens >= cost;
      const left = allowed ? tokens - cost : tokens;
      buckets.set(id, { tokens: left, filledAt: at });
      const resetSeconds = Math.ceil((limit - left) / perMs / 1000);
      return { allowed, limit, remaining: Math.max(0, Math.floor(left)), resetSeconds };
    },
    close: async () => buckets.clear(),
  };
}
