import { setTimeout as delay } from "node:timers/promises";
import { Redis, type RedisOptions } from "ioredis";
import type { Logger } from "pino";

export interface RedisLink {
  /**
   * Does `work`, within a bound. Undefined when Redis is away, slow or refuses; then nothing is asked of it
   * until it answers again. Never rejects.
   */
  ask<T>(work: (redis: Redis) => Promise<T>): Promise<{ readonly value: T } | undefined>;
  /** Calls `listener` each time that Redis is back. */
  onUp(listener: () => void): void;
  close(): Promise<void>;
}

/** A request waits no longer than this for a hint. */
export const BOUND_MS = 100;
const PROBE_MS = 250;
/** So long a start waits for the first connection. */
export const START_MS = 1_000;

/** What both connections have in common: nothing queues, nothing is sent twice, a dead peer is noticed. */
export const REDIS_OPTIONS = {
  enableOfflineQueue: false,
  autoResendUnfulfilledCommands: false,
  maxRetriesPerRequest: 0,
  connectTimeout: 2_000,
  socketTimeout: 5_000,
  retryStrategy: (times: number) => Math.min(1_000, 50 * 2 ** Math.min(times, 6)),
} satisfies RedisOptions;

/** Opens the connection for commands, and waits up to a second for it: a start does not need Redis. */
export async function openRedisLink(url: string, log: Logger, boundMs = BOUND_MS): Promise<RedisLink> {
  const redis = new Redis(url, REDIS_OPTIONS);
  const state = createState(log);
  let lastError = new Error("no connection yet");
  const fall = (error: Error) => {
    if (state.fall(error) && redis.status === "ready") void probe();
  };
  /** A connection that stands says nothing when a slow or refusing server has recovered: it is asked, by a write. */
  const probe = async () => {
    while (state.is() === "away" && redis.status === "ready") {
      await delay(PROBE_MS);
      const answer = await within(boundMs, () => redis.set("dfras:probe", "1", "PX", PROBE_MS));
      if (answer.ok && redis.status === "ready") state.rise();
    }
  };
  redis.on("error", (error) => {
    lastError = error;
  });
  redis.on("ready", () => {
    lastError = new Error("the connection closed");
    state.rise();
  });
  redis.on("close", () => fall(lastError));
  await Promise.race([new Promise((resolve) => redis.once("ready", resolve)), delay(START_MS)]);
  if (state.is() === "starting") fall(lastError);
  return {
    ask: async (work) => {
      if (state.is() !== "up") return undefined;
      const answer = await within(boundMs, () => work(redis));
      if (answer.ok) return { value: answer.value };
      fall(answer.error);
      return undefined;
    },
    onUp: state.onUp,
    close: async () => {
      state.close();
      redis.disconnect();
    },
  };
}

/** Whether Redis is to be asked; says each change once. */
function createState(log: Logger) {
  const listeners: (() => void)[] = [];
  let state: "starting" | "up" | "away" | "closed" = "starting";
  return {
    is: () => state,
    onUp: (listener: () => void) => void listeners.push(listener),
    close: () => {
      state = "closed";
    },
    /** Answers whether this was news. */
    fall: ({ message }: Error): boolean => {
      if (state === "closed" || state === "away") return false;
      state = "away";
      // The message only: a refused command carries its arguments, and the first one carries the password.
      log.warn({ reason: message }, "Redis is away: limits are kept by each process, nothing is cached");
      return true;
    },
    rise: () => {
      if (state === "closed" || state === "up") return;
      if (state === "away") log.info("Redis is back");
      state = "up";
      for (const listener of listeners) listener();
    },
  };
}

type Outcome<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: Error };

/** The outcome of `work`, or an error after `ms`. An answer that lay there while this process was busy still counts. */
export function within<T>(ms: number, work: () => Promise<T>): Promise<Outcome<T>> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => {
      setImmediate(() => resolve({ ok: false, error: new Error(`no answer within ${ms} ms`) }));
    }, ms);
    const end = (outcome: Outcome<T>) => {
      clearTimeout(timer);
      resolve(outcome);
    };
    work().then(
      (value) => end({ ok: true, value }),
      (error: Error) => end({ ok: false, error }),
    );
  });
}
