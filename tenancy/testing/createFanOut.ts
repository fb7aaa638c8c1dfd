import type { Cache } from "../ports.ts";

interface Listening {
  readonly channel: string;
  readonly listener: (message: string) => void;
  readonly onGap: (() => void) | undefined;
}

/** For tests: a cache that forgets everything and delivers what is published at once; `gap` tells that some was not. */
export function createFanOut(): Cache & { gap(): void } {
  const listeners = new Set<Listening>();
  return {
    forTenant: () => ({ get: async () => undefined, set: async () => {}, delete: async () => {} }),
    close: async () => {},
    gap: () => {
      for (const { onGap } of listeners) onGap?.();
    },
    publish: async (channel, message) => {
      for (const each of listeners) if (each.channel === channel) each.listener(message);
    },
    subscribe: async (channel, listener, onGap) => {
      const entry = { channel, listener, onGap };
      listeners.add(entry);
      return async () => void listeners.delete(entry);
    },
  };
}
