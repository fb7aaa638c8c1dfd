import { pino } from "pino";
import { afterAll, inject } from "vitest";
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
