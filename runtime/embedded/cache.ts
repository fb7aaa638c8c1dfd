import { EventEmitter } from "node:events";
import { LRUCache } from "lru-cache";
import { type Cache, MAX_CACHED_BYTES } from "../../tenancy/ports.ts";

const MAX_BYTES = 64 * 1024 * 1024;

/** A cache of this process alone; right when all roles run in one process. */
export function createLocalCache(): Cache {
  const entries = new LRUCache<string, string>({
    maxSize: MAX_BYTES,
    sizeCalculation: (value, key) => 2 * (value.length + key.length) + 100,
  });
  const channels = new EventEmitter().setMaxListeners(0);
  return {
    forTenant: (tenantId) => {
      const nameOf = (key: string) => `${tenantId}:${key}`;
      return {
        get: async (key) => entries.get(nameOf(key)),
        set: async (key, value, ttlSeconds) => {
          const ttl = Math.ceil(ttlSeconds * 1000);
          if (ttl < 1 || Buffer.byteLength(value) > MAX_CACHED_BYTES) entries.delete(nameOf(key));
          else entries.set(nameOf(key), value, { ttl });
        },
        delete: async (key) => void entries.delete(nameOf(key)),
      };
    },
    subscribe: async (channel, listener) => {
      channels.on(channel, listener);
      return async () => void channels.off(channel, listener);
    },
    publish: async (channel, message) => void channels.emit(channel, message),
    close: async () => {
      channels.removeAllListeners();
      entries.clear();
    },
  };
}
