import { expect, test } from "vitest";
import { killAtEach } from "../../../load-tests/verify/killAtEach.ts";
import type { Mode } from "../mode.ts";

/** All points, and both logs: node load-tests/verify/faultPoints.ts. */
const NAMES = [
  "before the insert",
  "during the insert",
  "after the insert, before the ledger",
  "after the ledger, before the offset",
];

/** The test that killed workers lose nothing and double nothing, on the stores of either mode. */
export function testKilledWorkers(mode: Mode): void {
  test(`on ${mode}, workers killed around the insert, the ledger and the offset lose and double nothing`, async () => {
    const outcome = await killAtEach({ mode, names: NAMES, deliveries: 25, timeoutMs: 120_000 });
    expect(outcome.struck).toBe(NAMES.length);
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
}
