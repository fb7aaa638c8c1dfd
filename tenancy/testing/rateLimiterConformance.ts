import { randomUUID } from "node:crypto";
import { setImmediate as breathe } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import type { RateLimiter, RatePolicy } from "../ports.ts";

/** The same limiter as `count` processes of one deployment have it; one and the same where it is kept in process. */
type MakeLimiters = (count: number) => Promise<readonly RateLimiter[]>;

/** So slow that what a store forgets by its own clock stays away from tests that stop ours. */
const SLOW: RatePolicy = { name: "slow", limit: 10, windowSeconds: 10_000 };
const START = Date.UTC(2026, 0, 1);
const PROCESSES = 4;

/** What every `RateLimiter` keeps to. */
export function rateLimiterConformance(name: string, make: MakeLimiters): void {
  describe(`rate limiter: ${name}`, () => {
    let limiters: readonly RateLimiter[] = [];
    const take = (cost: number, key: string, policy = SLOW, process = 0) => {
      const limiter = limiters[process % limiters.length];
      if (!limiter) throw new Error("the limiters are not made");
      return limiter.take(policy, key, cost);
    };
    /** Stops the clock; timers and sockets go on. */
    const stopClock = (at: number) => vi.useFakeTimers({ toFake: ["Date"], now: at });
    beforeAll(async () => {
      limiters = await make(PROCESSES);
    });
    afterEach(() => {
      vi.useRealTimers();
    });
    afterAll(() => Promise.all(limiters.map((limiter) => limiter.close())));

    test("gives the whole bucket at once, by costs, and then nothing", async () => {
      stopClock(START);
      const key = randomUUID();
      expect(await take(1, key)).toEqual({ allowed: true, limit: 10, remaining: 9, resetSeconds: 1_000 });
      expect(await take(8, key)).toEqual({ allowed: true, limit: 10, remaining: 1, resetSeconds: 9_000 });
      expect(await take(1, key)).toEqual({ allowed: true, limit: 10, remaining: 0, resetSeconds: 10_000 });
      expect(await take(1, key)).toEqual({ allowed: false, limit: 10, remaining: 0, resetSeconds: 10_000 });
    });

    test("a refusal takes nothing, and what costs less still passes", async () => {
      stopClock(START);
      const key = randomUUID();
      await take(6, key);
      for (let n = 0; n < 3; n++) {
        const { allowed, remaining } = await take(5, key);
        expect(allowed).toBe(false);
        expect(remaining).toBeLessThan(5);
      }
      expect(await take(4, key)).toMatchObject({ allowed: true, remaining: 0 });
      expect(await take(11, randomUUID())).toMatchObject({ allowed: false });
    });

    test("asking for nothing takes nothing", async () => {
      stopClock(START);
      const key = randomUUID();
      await take(10, key);
      expect(await take(0, key)).toMatchObject({ allowed: true, remaining: 0 });
      expect(await take(1, key)).toMatchObject({ allowed: false });
      expect(await take(0, randomUUID())).toMatchObject({ allowed: true, remaining: 10, resetSeconds: 0 });
    });

    test("fills evenly over the window, and never over the brim", async () => {
      stopClock(START);
      const key = randomUUID();
      await take(10, key);
      vi.setSystemTime(START + 999_000);
      expect((await take(1, key)).allowed).toBe(false);
      vi.setSystemTime(START + 2_500_000);
      expect(await take(1, key)).toMatchObject({ allowed: true, remaining: 1 });
      vi.setSystemTime(START + 3_001_000);
      expect(await take(2, key)).toMatchObject({ allowed: true, remaining: 0 });
      vi.setSystemTime(START + 900_000_000);
      expect(await take(1, key)).toMatchObject({ allowed: true, remaining: 9, resetSeconds: 1_000 });
    });

    test("after resetSeconds the bucket is full", async () => {
      stopClock(START);
      for (const cost of [1, 4, 10]) {
        const key = randomUUID();
        vi.setSystemTime(START);
        const { resetSeconds } = await take(cost, key);
        vi.setSystemTime(START + resetSeconds * 1000);
        expect(await take(10, key)).toMatchObject({ allowed: true, remaining: 0 });
      }
    });

    test("each key and each policy has a bucket of its own", async () => {
      stopClock(START);
      const key = randomUUID();
      await take(10, key);
      expect(await take(10, randomUUID())).toMatchObject({ allowed: true });
      expect(await take(10, key, { ...SLOW, name: "another" })).toMatchObject({ allowed: true });
      expect(await take(1, key)).toMatchObject({ allowed: false });
    });

    test("several processes at once get the bucket once", async () => {
      stopClock(START);
      const key = randomUUID();
      const policy = { name: "shared", limit: 100, windowSeconds: 100_000 };
      const asked = Array.from({ length: 400 }, (_, n) => take(n % 2 === 0 ? 1 : 3, key, policy, n));
      const decisions = await Promise.all(asked);
      const taken = decisions.map(({ allowed }, n) => (allowed ? (n % 2 === 0 ? 1 : 3) : 0));
      expect(taken.reduce<number>((sum, cost) => sum + cost, 0)).toBe(100);
    });

    test("in running time never allows more than the limit and what has flowed in", async () => {
      const key = randomUUID();
      const policy = { name: "running", limit: 40, windowSeconds: 0.4 };
      const perMs = policy.limit / (policy.windowSeconds * 1000);
      const from = Date.now();
      let [allowed, refused] = [0, 0];
      const hammer = async (process: number) => {
        while (refused < 200 || allowed < 2 * policy.limit) {
          const decision = await take(1, key, policy, process);
          if (decision.allowed) allowed += 1;
          else refused += 1;
          await breathe();
        }
      };
      await Promise.all(Array.from({ length: PROCESSES }, (_, process) => hammer(process)));
      expect(allowed).toBeLessThanOrEqual(policy.limit + (Date.now() - from + 1) * perMs);
    });
  });
}
