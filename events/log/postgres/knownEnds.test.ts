import { expect, test } from "vitest";
import type { Topic } from "../port.ts";
import { createKnownEnds, parseEnds } from "./knownEnds.ts";

const at = (...positions: readonly [Topic, number][]) => new Map<Topic, number>(positions);

test("what is known to have been read is not asked for, what nothing is known of is", () => {
  const ends = createKnownEnds();
  ends.learn(parseEnds("orders_raw:2:8,fleet_raw:2:5"));
  expect(ends.beyond(2, at(["orders_raw", 8], ["fleet_raw", 4], ["bulk_raw", 0]))).toEqual(
    at(["fleet_raw", 4], ["bulk_raw", 0]),
  );
  expect(ends.beyond(1, at(["orders_raw", 8]))).toEqual(at(["orders_raw", 8]));
});

test("only what is new has grown, and an end that is told late takes nothing back", () => {
  const ends = createKnownEnds();
  expect(ends.learn(parseEnds("orders_raw:2:8,orders_raw:3:1"))).toEqual(new Set([2, 3]));
  expect(ends.learn(parseEnds("orders_raw:2:6,orders_raw:3:2"))).toEqual(new Set([3]));
  expect(ends.beyond(2, at(["orders_raw", 7]))).toEqual(at(["orders_raw", 7]));
});
