import { EventEmitter } from "node:events";
import { LRUCache } from "lru-cache";
import type { Cache } from "../../tenancy/ports.ts";

const MAX_BYTES = 64 * 1024 * 1024;

/** A cache of this process alone; right when all roles run in one process. */
export function createLocalCache(): Cache {
  const entries = new LRUCache<string, string>({
    maxSize: MAX_BYTES,
    sizeCalculation: (value, key) => 2 * (value.length + key.length) + 100,
  });
  const channels = new EventEmitter().setMaxListeners(0);
  return {
    get: async (key) => entries.get(key),
    set: async (key, value, ttlSeconds) => {
      entries.set(key, value, { ttl: ttlSeconds * 1000 });
    },
    delete: async (key) => {
      entries.delete(key);
    },
    subscribe: async (channel, listener) => {
      channels.on(channel, listener);
      return async () => {
        channels.off(channel, listener);
      };
    },
    publish: async (channel, message) => {
      channels.emit(channel, message);
    },
    close: async () => {
      channels.removeAllListeners();
      entries.clear();
    },
  };
}
