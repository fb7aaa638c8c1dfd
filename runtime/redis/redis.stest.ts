import { randomUUID } from "node:crypto";
import { Redis } from "ioredis";
import { pino } from "pino";
import { afterAll, expect, inject, test } from "vitest";
import { cacheConformance } from "../../tenancy/testing/cacheConformance.ts";
import { rateLimiterConformance } from "../../tenancy/testing/rateLimiterConformance.ts";
import { openShared, type Shared } from "./openShared.ts";

/** Longer than any busy machine makes Redis take: these are about Redis, not about its absence. */
const BOUND_MS = 10_000;
const opened: Shared[] = [];
const open = async () => {
  const shared = await openShared(inject("redisUrl"), pino({ level: "silent" }), BOUND_MS);
  if (!shared.ping) throw new Error("no Redis");
  await shared.ping();
  opened.push(shared);
  return shared;
};
afterAll(() => Promise.all(opened.map((shared) => shared.close())));

cacheConformance("Redis", async () => [(await open()).cache, (await open()).cache]);
rateLimiterConformance("Redis", async (count) => {
  const shared = await Promise.all(Array.from({ length: count }, open));
  return shared.map(({ limiter }) => limiter);
});

test("no bucket stays for ever", async () => {
  const { limiter } = await open();
  const redis = new Redis(inject("redisUrl"));
  const policy = { name: `ttl-${randomUUID()}`, limit: 10, windowSeconds: 10 };
  for (const [key, cost] of Object.entries({ nothing: 0, one: 1, all: 10, tooMuch: 11 }))
    await limiter.take(policy, key, cost);
  const keys = await redis.keys(`dfras:limit:${policy.name}:*`);
  expect(keys.map((key) => key.split(":").at(-1)).sort()).toEqual(["all", "one"]);
  for (const key of keys) expect(await redis.pttl(key)).toBeGreaterThan(0);
  redis.disconnect();
});
