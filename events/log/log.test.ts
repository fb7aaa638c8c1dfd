import fc from "fast-check";
import { expect, it } from "vitest";
import { idHash } from "../identity.ts";
import { isOneLine } from "./isOneLine.ts";
import { partitionOf } from "./partition.ts";
import { PARTITIONS } from "./port.ts";
import { decodePayload, encodePayload } from "./postgres/payload.ts";

it("spreads keys evenly over the partitions, the same way every time", () => {
  const counts = new Array<number>(PARTITIONS).fill(0);
  for (let i = 0; i < 40_000; i++) {
    const partition = partitionOf(`3:${idHash("wms", `wms-${i}`)}`);
    counts[partition] = (counts[partition] ?? 0) + 1;
  }
  for (const count of counts) expect(Math.abs(count - 10_000)).toBeLessThan(500);
  expect(
    [partitionOf("1:D-1"), partitionOf("1:D-2"), partitionOf("")].every(
      (each) => each >= 0 && each < PARTITIONS,
    ),
  ).toBe(true);
  expect(partitionOf("1:D-1001")).toBe(partitionOf(`1:${"D-1001"}`));
});

it("gives an identity 64 bits that depend on where source ends and id begins", () => {
  expect(idHash("a", "bc")).not.toBe(idHash("ab", "c"));
  expect(BigInt(idHash("a", "bc"))).toBeLessThan(2n ** 64n);
});

it("frames and unframes any batch", async () => {
  const record = fc.record({
    topic: fc.constant("results" as const),
    key: fc.string({ unit: "binary" }),
    value: fc.json(),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(record, { minLength: 1, maxLength: 40 }), async (records) => {
      const framed = records.filter(({ value }) => isOneLine(value));
      expect(await decodePayload(await encodePayload(framed))).toEqual(
        framed.map(({ key, value }) => ({ key, value })),
      );
    }),
    { numRuns: 60 },
  );
});
