import type { Cache } from "../ports.ts";

/** For tests: a cache that forgets everything and delivers what is published at once. */
export function createFanOut(): Cache {
  const listeners = new Set<{ readonly channel: string; readonly listener: (message: string) => void }>();
  return {
    forTenant: () => ({ get: async () => undefined, set: async () => {}, delete: async () => {} }),
    close: async () => {},
    publish: async (channel, message) => {
      for (const each of listeners) if (each.channel === channel) each.listener(message);
    },
    subscribe: async (channel, listener) => {
      const entry = { channel, listener };
      listeners.add(entry);
      return async () => void listeners.delete(entry);
    },
  };
}
