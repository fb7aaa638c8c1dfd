import { expect, it } from "vitest";
import { inGroups } from "./inGroups.ts";

it("puts together what comes while a call is under way, in order and in bounds", async () => {
  const calls: number[][] = [];
  const double = inGroups(async (items: readonly number[]) => {
    calls.push([...items]);
    await new Promise(setImmediate);
    return items.map((item) => item * 2);
  }, 3);
  expect(await Promise.all([1, 2, 3, 4, 5].map(double))).toEqual([2, 4, 6, 8, 10]);
  expect(calls).toEqual([[1], [2, 3, 4], [5]]);
  expect(await double(6)).toBe(12);
});

it("tells an error to those of the call alone, and goes on", async () => {
  const check = inGroups(async (items: readonly number[]) => {
    await new Promise(setImmediate);
    if (items.includes(2)) throw new Error("no two");
    return items;
  }, 2);
  const results = await Promise.allSettled([1, 2, 3, 4].map(check));
  expect(results.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "rejected", "fulfilled"]);
});
