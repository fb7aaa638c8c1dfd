import type { Logger } from "pino";
import type { RedisLink } from "./link.ts";

export interface Outbox {
  /** Publishes; while Redis is away the message waits in this process and is sent when Redis is back. */
  send(channel: string, message: string): Promise<void>;
}

const MAX_WAITING = 10_000;

/** A revocation made while Redis is away must reach those who were back before us, hence nothing is dropped. */
export function createOutbox({ link, log }: { link: RedisLink; log: Logger }): Outbox {
  let waiting: (readonly [channel: string, message: string])[] = [];
  const send: Outbox["send"] = async (channel, message) => {
    const answer = await link.ask((redis) => redis.publish(channel, message));
    if (answer) return;
    if (waiting.length < MAX_WAITING) waiting.push([channel, message]);
    else log.error("too many messages wait for Redis: other processes learn of this one by age only");
  };
  link.onUp(() => {
    const late = waiting;
    waiting = [];
    for (const [channel, message] of late) void send(channel, message);
  });
  return { send };
}
