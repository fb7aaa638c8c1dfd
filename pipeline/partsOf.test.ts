import { expect, test } from "vitest";
import type { LogRange } from "../events/log/port.ts";
import { inParts, partsOf } from "./partsOf.ts";

const place = { topic: "deliveries_touched", partition: 1 } as const;

function rangeOf(...deliveries: readonly string[]): LogRange {
  const records = deliveries.map((key, n) => ({ ...place, offset: 7 + n, key, value: "", appendedAt: 0 }));
  return { ...place, first: 7, last: 6 + records.length, records };
}

test("a range of few deliveries is one part, however often it tells of them", () => {
  const range = rangeOf("1:A", "1:B", "1:A", "1:A");
  expect(partsOf(range, 2)).toMatchObject([{ first: 7, last: 10, through: 10 }]);
  expect(partsOf(range, 2)[0]?.records).toHaveLength(4);
});

test("each part has all records of its deliveries and the positions of the whole", () => {
  const parts = partsOf(rangeOf("1:A", "1:B", "2:A", "1:A", "1:C", "1:B"), 2);
  expect(parts.map(({ first, last }) => [first, last])).toEqual([
    [7, 12],
    [7, 12],
  ]);
  expect(parts.map(({ records }) => records.map(({ key, offset }) => `${key}@${offset}`))).toEqual([
    ["1:A@7", "1:A@10", "1:B@8", "1:B@12"],
    ["2:A@9", "1:C@11"],
  ]);
});

test("a part goes through to the first record of the next one's deliveries, the last to the end", () => {
  const through = (...keys: readonly string[]) => partsOf(rangeOf(...keys), 1).map((part) => part.through);
  expect(through("A", "B", "A", "C", "B")).toEqual([7, 9, 11]);
});

test("every record is handled before what is told as handled", async () => {
  const handled = new Set<number>();
  const range = rangeOf(...Array.from({ length: 2_500 }, (_, n) => `1:${(n * 7) % 2_100}`));
  await inParts({ range, endAt: undefined, most: 1_000 }, async ({ records }) => {
    for (const { offset } of records) handled.add(offset);
  });
  expect(handled.size).toBe(2_500);
});
