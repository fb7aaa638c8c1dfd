import type { Logger } from "pino";
import { type Cache, MAX_CACHED_BYTES, type TenantCache } from "../../tenancy/ports.ts";
import type { RedisLink } from "./link.ts";
import { createOutbox } from "./outbox.ts";
import type { Subscriber } from "./subscriber.ts";

const KEYS = "dfras:cache";
const CHANNELS = "dfras:channel";

/** The cache that all processes share. While Redis is away everything misses, and what was to be published waits. */
export function createRedisCache(deps: { link: RedisLink; subscriber: Subscriber; log: Logger }): Cache {
  const { link, subscriber } = deps;
  const outbox = createOutbox(deps);
  return {
    forTenant: (tenantId) => forTenant(link, tenantId),
    subscribe: (channel, listener, onGap) => subscriber.subscribe(`${CHANNELS}:${channel}`, listener, onGap),
    publish: (channel, message) => outbox.send(`${CHANNELS}:${channel}`, message),
    close: async () => {
      await subscriber.close();
    },
  };
}

function forTenant(link: RedisLink, tenantId: string): TenantCache {
  const nameOf = (key: string) => `${KEYS}:${tenantId}:${key}`;
  const drop = async (key: string) => {
    await link.ask((redis) => redis.del(nameOf(key)));
  };
  return {
    get: async (key) => {
      const answer = await link.ask((redis) => redis.get(nameOf(key)));
      return answer?.value ?? undefined;
    },
    set: async (key, value, ttlSeconds) => {
      const ttlMs = Math.ceil(ttlSeconds * 1000);
      if (ttlMs < 1 || Buffer.byteLength(value) > MAX_CACHED_BYTES) return drop(key);
      await link.ask((redis) => redis.set(nameOf(key), value, "PX", ttlMs));
    },
    delete: drop,
  };
}
