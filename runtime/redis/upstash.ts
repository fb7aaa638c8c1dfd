import { createHash } from "node:crypto";
import type { Ratelimit } from "@upstash/ratelimit";
import type { Redis } from "ioredis";

type UpstashRedis = ConstructorParameters<typeof Ratelimit>[0]["redis"];
type Script = (keys: string[], args: unknown[]) => Promise<unknown>;

/** Upstash's own server knows this flag; Redis and Valkey refuse a script that names it. It only narrows a lock there. */
const FOREIGN_FLAG = /^#!lua flags=allow-key-locking\n/;

/**
 * What `@upstash/ratelimit` needs of a client, on a plain connection. It asks by its script's hash first and falls
 * back to the text when told NOSCRIPT: the text is sent once, changed, and the library's hash is mapped to ours.
 */
export function toUpstash(redis: Redis): UpstashRedis {
  const hashes = new Map<string, string>();
  const evalsha = (hash: string, ...[keys, args]: Parameters<Script>) => {
    const ours = hashes.get(hash);
    if (ours === undefined) return Promise.reject(new Error("NOSCRIPT not sent yet"));
    return redis.evalsha(ours, keys.length, ...keys, ...args.map(String));
  };
  const evaluate = (text: string, ...[keys, args]: Parameters<Script>) => {
    const script = text.replace(FOREIGN_FLAG, "");
    hashes.set(sha1(text), sha1(script));
    return redis.eval(script, keys.length, ...keys, ...args.map(String));
  };
  const unused = () => Promise.reject(new Error("dynamic limits are not used"));
  // The type asks for the whole client's generics; the library calls these members only.
  return { evalsha, eval: evaluate, get: unused, set: unused } as unknown as UpstashRedis;
}

function sha1(text: string): string {
  return createHash("sha1").update(text).digest("hex");
}
