import type { Logger } from "pino";
import type { Cache, RateLimiter } from "../../tenancy/ports.ts";
import { createLocalCache } from "../embedded/cache.ts";
import { createLocalLimiter } from "../embedded/limiter.ts";
import { createRedisCache } from "./cache.ts";
import { createRedisLimiter } from "./limiter.ts";
import { openRedisLink } from "./link.ts";
import { openSubscriber } from "./subscriber.ts";

/** What processes share for speed and for limits; the product works without it. */
export interface Shared {
  readonly cache: Cache;
  readonly limiter: RateLimiter;
  /** Rejects while Redis does not answer; absent without `REDIS_URL`. */
  readonly ping?: () => Promise<void>;
  close(): Promise<void>;
}

/**
 * Of this process alone without a URL, else on Redis. Never rejects: without Redis each process decides for itself.
 * An answer is waited for `boundMs`, 100 by default.
 */
export async function openShared(url: string | undefined, log: Logger, boundMs?: number): Promise<Shared> {
  const local = createLocalLimiter();
  if (url === undefined) return closing({ cache: createLocalCache(), limiter: local });
  const [link, subscriber] = await Promise.all([openRedisLink(url, log, boundMs), openSubscriber(url, log)]);
  const limiter = createRedisLimiter({ link, local });
  const cache = createRedisCache({ link, subscriber, log });
  const ping = async () => {
    if (!(await link.ask((redis) => redis.ping()))) throw new Error("Redis does not answer");
  };
  return closing({ cache, limiter, ping }, link.close);
}

function closing(shared: Omit<Shared, "close">, close = async () => {}): Shared {
  return {
    ...shared,
    close: async () => {
      await shared.limiter.close();
      await shared.cache.close();
      await close();
    },
  };
}
