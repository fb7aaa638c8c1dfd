import { expect, test } from "vitest";
import { createLocalLimiter } from "./limiter.ts";

const policy = { name: "requests", limit: 10, windowSeconds: 10 };

test("gives the whole bucket at once, then as it fills, and to each key its own", async () => {
  let at = 0;
  const limiter = createLocalLimiter(() => at);
  expect(await limiter.take(policy, "a", 10)).toEqual({
    allowed: true,
    limit: 10,
    remaining: 0,
    resetSeconds: 10,
  });
  expect(await limiter.take(policy, "a", 1)).toMatchObject({ allowed: false, remaining: 0 });
  expect(await limiter.take(policy, "b", 1)).toMatchObject({ allowed: true, remaining: 9 });
  at = 2_000;
  expect(await limiter.take(policy, "a", 3)).toMatchObject({ allowed: false, remaining: 2 });
  expect(await limiter.take(policy, "a", 2)).toMatchObject({ allowed: true, remaining: 0, resetSeconds: 10 });
  at = 3_600_000;
  expect(await limiter.take(policy, "a", 1)).toMatchObject({ allowed: true, remaining: 9 });
});
