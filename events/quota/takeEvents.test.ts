import { expect, test } from "vitest";
import { createLocalLimiter } from "../../runtime/embedded/limiter.ts";
import { eventPolicy, stillRefused, takeEvents } from "./takeEvents.ts";

const tenant = { id: "ten_a" as const, eventsPerSecond: 100 };
const other = { id: "ten_b" as const, eventsPerSecond: 100 };

function makeClock() {
  let at = 1_000_000;
  const pass = (ms: number) => {
    at += ms;
  };
  return { now: () => at, pass };
}

test("a bucket holds ten seconds of its figure, and a whole request however small that is", () => {
  expect(eventPolicy("events", 2_000)).toEqual({ name: "events", limit: 20_000, windowSeconds: 10 });
  expect(eventPolicy("events", 100)).toEqual({ name: "events", limit: 1_000, windowSeconds: 10 });
  expect(eventPolicy("events", 7)).toEqual({ name: "events", limit: 1_001, windowSeconds: 143 });
  expect(eventPolicy("events", 1)).toEqual({ name: "events", limit: 1_000, windowSeconds: 1_000 });
});

test("a request is taken whole or not at all, and can be taken after the seconds that it is told", async () => {
  const clock = makeClock();
  const limiter = createLocalLimiter(clock.now);
  const take = (records: number) => takeEvents(limiter, tenant, records, clock.now());
  expect(await take(700)).toMatchObject({ retryAfter: 0, decision: { allowed: true, remaining: 300 } });
  expect(await take(500)).toMatchObject({ retryAfter: 2, decision: { allowed: false, remaining: 300 } });
  expect(await take(1_000)).toMatchObject({ retryAfter: 7 });
  clock.pass(7_000);
  expect(await take(1_000)).toMatchObject({ retryAfter: 0 });
});

test("after a refusal a tenant is refused without asking until then, another is not", async () => {
  const clock = makeClock();
  const limiter = createLocalLimiter(clock.now);
  expect(stillRefused(limiter, tenant, clock.now())).toBeNull();
  await takeEvents(limiter, tenant, 1_000, clock.now());
  await takeEvents(limiter, tenant, 250, clock.now());
  expect(stillRefused(limiter, tenant, clock.now())).toMatchObject({ retryAfter: 3 });
  clock.pass(1_500);
  expect(stillRefused(limiter, tenant, clock.now())).toMatchObject({ retryAfter: 2 });
  expect(stillRefused(limiter, other, clock.now())).toBeNull();
  expect(stillRefused(createLocalLimiter(clock.now), tenant, clock.now())).toBeNull();
  clock.pass(1_500);
  expect(stillRefused(limiter, tenant, clock.now())).toBeNull();
});

test("what goes beyond a quarter of the quota gives way to others", async () => {
  const clock = makeClock();
  const limiter = createLocalLimiter(clock.now);
  const slow = async () => {
    const taken = await takeEvents(limiter, { id: "ten_c", eventsPerSecond: 2_000 }, 1_000, clock.now());
    return [taken.retryAfter, taken.slow];
  };
  expect(await slow()).toEqual([0, false]);
  expect(await slow()).toEqual([0, true]);
  clock.pass(2_000);
  expect(await slow()).toEqual([0, false]);
  expect(await slow()).toEqual([0, true]);
});
