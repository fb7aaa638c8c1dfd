import { expect, test } from "vitest";
import { MAX_ATTEMPTS, parseRetryAfter, pauseAfter } from "./schedule.ts";

const middle = () => 0.5;
const failure = { refused: false, retryAfterMs: null };

test("ten attempts reach over 75 h 35 min", () => {
  const pauses = Array.from({ length: MAX_ATTEMPTS }, (_, i) =>
    pauseAfter({ ...failure, attempt: i + 1 }, middle),
  );
  expect(pauses.slice(0, 3)).toEqual([5_000, 300_000, 1_800_000]);
  expect(pauses.at(-1)).toBeNull();
  const total = pauses.reduce<number>((sum, pause) => sum + (pause ?? 0), 0);
  expect(total).toBe(5_000 + (75 * 60 + 35) * 60_000);
  expect(pauseAfter({ ...failure, attempt: 99 }, middle)).toBeNull();
});

test("jitter moves a pause by a fifth either way", () => {
  expect(pauseAfter({ ...failure, attempt: 2 }, () => 0)).toBe(240_000);
  expect(pauseAfter({ ...failure, attempt: 2 }, () => 0.999999)).toBe(360_000);
});

test("a refused connection is tried again within about a second, once", () => {
  expect(pauseAfter({ ...failure, attempt: 1, refused: true }, middle)).toBe(1_000);
  expect(pauseAfter({ ...failure, attempt: 2, refused: true }, middle)).toBe(300_000);
});

test("the receiver may ask for a longer pause, of a day at most, and not for a shorter one", () => {
  expect(pauseAfter({ ...failure, attempt: 1, retryAfterMs: 60_000 }, middle)).toBe(60_000);
  expect(pauseAfter({ ...failure, attempt: 1, retryAfterMs: 1_000 }, middle)).toBe(5_000);
  expect(pauseAfter({ ...failure, attempt: 1, retryAfterMs: 1e12 }, middle)).toBe(86_400_000);
});

test("Retry-After is read as seconds or as a date", () => {
  const now = Date.parse("2026-11-20T08:00:00Z");
  expect(parseRetryAfter("120", now)).toBe(120_000);
  expect(parseRetryAfter("Fri, 20 Nov 2026 08:00:30 GMT", now)).toBe(30_000);
  expect(parseRetryAfter("Fri, 20 Nov 2020 08:00:30 GMT", now)).toBe(0);
  for (const header of [null, "", "soon", "99999999999"]) expect(parseRetryAfter(header, now)).toBeNull();
});
