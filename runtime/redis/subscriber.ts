import { setTimeout as delay } from "node:timers/promises";
import { Redis } from "ioredis";
import type { Logger } from "pino";
import type { Cache } from "../../tenancy/ports.ts";
import { BOUND_MS, REDIS_OPTIONS, START_MS, within } from "./link.ts";

export interface Subscriber {
  readonly subscribe: Cache["subscribe"];
  close(): Promise<void>;
}

interface Listening {
  readonly channel: string;
  readonly listener: (message: string) => void;
  readonly onGap: (() => void) | undefined;
}

/** A peer that died without a word is noticed by a ping that nobody answers (`socketTimeout`). */
const PING_MS = 5_000;

/**
 * Listens on a connection of its own, for which it waits up to a second. Each time that the connection stands again,
 * every channel is told of the gap.
 */
export async function openSubscriber(url: string, log: Logger): Promise<Subscriber> {
  const redis = new Redis(url, { ...REDIS_OPTIONS, autoResubscribe: false });
  const listening = new Set<Listening>();
  const call = (work: () => void) => {
    try {
      work();
    } catch (error) {
      log.error({ err: error }, "a listener failed");
    }
  };
  /** A connection that cannot subscribe is of no use: the next one may. */
  const resume = async () => {
    const channels = new Set([...listening].map(({ channel }) => channel));
    const answer = await within(REDIS_OPTIONS.connectTimeout, () =>
      Promise.all([...channels].map((channel) => redis.subscribe(channel))),
    );
    if (!answer.ok) return redis.disconnect(true);
    for (const { onGap } of listening) if (onGap) call(onGap);
  };
  // The link for commands says what is wrong; without a listener ioredis would print it.
  redis.on("error", () => {});
  redis.on("ready", () => void resume());
  redis.on("message", (channel: string, message: string) => {
    for (const each of listening) if (each.channel === channel) call(() => each.listener(message));
  });
  const pinging = setInterval(() => void redis.ping().catch(() => {}), PING_MS).unref();
  await Promise.race([new Promise((resolve) => redis.once("ready", resolve)), delay(START_MS)]);
  return {
    subscribe: async (channel, listener, onGap) => {
      const entry: Listening = { channel, listener, onGap };
      listening.add(entry);
      // One that fails here is made up for by the next `ready`.
      await within(BOUND_MS, () => redis.subscribe(channel));
      return async () => {
        listening.delete(entry);
        if ([...listening].every((each) => each.channel !== channel))
          await within(BOUND_MS, () => redis.unsubscribe(channel));
      };
    },
    close: async () => {
      clearInterval(pinging);
      redis.disconnect();
    },
  };
}
