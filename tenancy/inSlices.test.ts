import { expect, test } from "vitest";
import { inSlices, mapInSlices } from "./inSlices.ts";

test("keeps the order, and lets others run in between", async () => {
  const seen: string[] = [];
  setImmediate(() => seen.push("other"));
  const doubled = await mapInSlices(Array(150).keys(), (n) => {
    seen.push("mine");
    return n * 2;
  });
  expect(doubled).toEqual(Array.from({ length: 150 }, (_, n) => n * 2));
  expect(seen.indexOf("other")).toBe(100);
});

test("ends with the first error", async () => {
  const seen: number[] = [];
  const work = inSlices([1, 2, 3], (n) => {
    seen.push(n);
    if (n === 2) throw new Error("two");
  });
  await expect(work).rejects.toThrow("two");
  expect(seen).toEqual([1, 2]);
});
