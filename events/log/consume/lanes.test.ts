import { expect, test } from "vitest";
import type { Topic } from "../port.ts";
import { createLanes, type Lanes } from "./lanes.ts";

const topics = ["orders_raw", "fleet_raw", "bulk_raw"] as const;
const usual = ["orders_raw", "fleet_raw"];

/** What is taken, in turn, while both lanes have something waiting. */
function take(lanes: Lanes, times: number): readonly (Topic | undefined)[] {
  return Array.from({ length: times }, () => {
    const topic = lanes.inTurn()[0]?.among?.[0];
    if (topic) lanes.handled(topic, 1);
    return topic;
  });
}

test("without slow topics all are looked at together", () => {
  expect(createLanes({ topics, maxRecords: 9 }).inTurn()).toEqual([{ among: [...topics], maxRecords: 9 }]);
});

test("the slow lane comes last, and every fourth time first", () => {
  const lanes = createLanes({ topics, maxRecords: 9, slow: { topics: ["bulk_raw"] } });
  expect(lanes.inTurn().map(({ among }) => among)).toEqual([usual, ["bulk_raw"]]);
  const turn = ["orders_raw", "orders_raw", "orders_raw", "bulk_raw"];
  expect(take(lanes, 8)).toEqual([...turn, ...turn]);
});

test("its ranges are short while others come, and the longer the longer these have not come", () => {
  let at = 0;
  const slow = { topics: ["bulk_raw"] as const, maxRecords: 2 };
  const lanes = createLanes({ topics, maxRecords: 50, slow }, () => at);
  const longest = () => lanes.inTurn().at(-1)?.maxRecords;
  expect(longest()).toBe(50);
  lanes.handled("fleet_raw", 5);
  expect(longest()).toBe(2);
  lanes.handled("bulk_raw", 700);
  expect([longest(), lanes.tookMs("orders_raw"), lanes.tookMs("bulk_raw")]).toEqual([2, 5, 700]);
  at += 1_000;
  expect([longest(), lanes.along().at(-1)?.maxRecords]).toEqual([20, 20]);
  at += 9_000;
  expect(longest()).toBe(50);
});

test("it is held back while it is not ready, looked at soon again, and told how long that has been", () => {
  let at = 0;
  const held: number[] = [];
  const ready = (heldMs: number) => {
    held.push(heldMs);
    return heldMs >= 1_000;
  };
  const lanes = createLanes({ topics, maxRecords: 9, slow: { topics: ["bulk_raw"], ready } }, () => at);
  for (; at < 1_000; at += 400) {
    expect(lanes.inTurn().map(({ among }) => among)).toEqual([usual]);
    expect(lanes.lookAgainMs()).toBeLessThan(1_000);
  }
  expect(lanes.inTurn()).toHaveLength(2);
  expect(lanes.lookAgainMs()).toBe(Number.POSITIVE_INFINITY);
  expect(held).toEqual([0, 400, 800, 1_200]);
});

test("a follow-up goes first after a range of the others, and not after another follow-up", () => {
  const all = ["deliveries_touched", "failures_detected", "deliveries_touched_bulk"] as const;
  const slow = { topics: ["deliveries_touched_bulk"] as const };
  const lanes = createLanes({ topics: all, maxRecords: 9, slow, followUps: ["failures_detected"] });
  const preferred = () => lanes.inTurn().map(({ prefer }) => prefer);
  expect(preferred()).toEqual([["failures_detected"], ["failures_detected"]]);
  lanes.handled("failures_detected", 1);
  expect(preferred()).toEqual([undefined, undefined]);
  lanes.handled("deliveries_touched_bulk", 1);
  expect(preferred()).toEqual([["failures_detected"], ["failures_detected"]]);
});

test("while it rests the others are looked at alone, and it is looked at when that is over", () => {
  let at = 0;
  const lanes = createLanes({ topics, maxRecords: 9, slow: { topics: ["bulk_raw"] } }, () => at);
  lanes.restSlow(300);
  expect(lanes.inTurn()).toHaveLength(1);
  expect(lanes.lookAgainMs()).toBe(300);
  at = 300;
  expect(lanes.inTurn()).toHaveLength(2);
  expect(lanes.lookAgainMs()).toBe(Number.POSITIVE_INFINITY);
});
