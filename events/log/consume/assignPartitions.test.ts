import fc from "fast-check";
import { expect, it } from "vitest";
import { PARTITIONS } from "../port.ts";
import { assignPartitions } from "./assignPartitions.ts";

it("gives every partition to exactly one member, evenly, whatever the order of the members", () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.string(), { minLength: 1, maxLength: 9 }), (members) => {
      const shares = members.map((member) => [...assignPartitions(members.toReversed(), member)]);
      expect(shares.flat().sort()).toEqual(Array.from({ length: PARTITIONS }, (_, partition) => partition));
      const sizes = shares.map((share) => share.length);
      expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
    }),
  );
  expect(assignPartitions(["a"], "b").size).toBe(0);
});
