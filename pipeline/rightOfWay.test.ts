import { expect, test } from "vitest";
import type { LogRecord } from "../events/log/port.ts";
import { createRightOfWay } from "./rightOfWay.ts";

const NOW = 1_000_000;

function records(count: number, ageMs: number, length = 10): readonly LogRecord[] {
  return Array.from({ length: count }, (_, offset) => ({
    ...{ topic: "orders_raw", partition: 0, offset, key: "1:a" },
    value: "x".repeat(length),
    appendedAt: NOW - ageMs,
  }));
}

/** Whether others may go on while a range of these is stored. */
async function isFreeBeside(stored: readonly LogRecord[]): Promise<boolean> {
  const way = createRightOfWay(() => NOW);
  return way.first({ records: stored }, async () => way.isFree(0));
}

test("others give way to storing that is late with much, not to what is new or few", async () => {
  expect(await isFreeBeside(records(1_000, 2_000))).toBe(false);
  expect(await isFreeBeside(records(1_000, 200))).toBe(true);
  expect(await isFreeBeside(records(20, 2_000))).toBe(true);
  expect(await isFreeBeside(records(20, 2_000, 50_000))).toBe(false);
});

test("it counts as late a little longer, and after a minute others go on all the same", async () => {
  let now = NOW;
  const way = createRightOfWay(() => now);
  await way.first({ records: records(1_000, 2_000) }, async () => {});
  expect(way.isFree(0)).toBe(false);
  expect(way.isFree(60_000)).toBe(true);
  now += 600;
  expect(way.isFree(0)).toBe(true);
});
