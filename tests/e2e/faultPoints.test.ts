import { expect, test } from "vitest";
import { killAtEach } from "../../load-tests/verify/killAtEach.ts";

/** All points, and both logs: node load-tests/verify/faultPoints.ts. */
const names = [
  "before the insert",
  "during the insert",
  "after the insert, before the ledger",
  "after the ledger, before the offset",
];

test("workers killed around the insert, the ledger and the offset lose nothing and double nothing", async () => {
  const outcome = await killAtEach({ mode: "embedded", names, deliveries: 25, timeoutMs: 120_000 });
  expect(outcome.struck).toBe(names.length);
  expect(outcome.world.failures).not.toEqual({});
  const none = { lost: 0, doubled: 0 };
  expect(outcome.tolls).toEqual({
    events: none,
    events_by_time: none,
    event_identity: none,
    failures: none,
    messages: none,
  });
});
