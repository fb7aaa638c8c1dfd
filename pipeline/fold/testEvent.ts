import type { FoldEvent } from "./types.ts";

const MINUTE = 60_000;
/** The zero of the tests' clock: 2026-11-02T03:00:00Z. */
const ZERO = Date.UTC(2026, 10, 2, 3);

/** Epoch ms of a minute of the tests' clock. */
export function minute(minutes: number): number {
  return ZERO + minutes * MINUTE;
}

/** RFC 3339 text of a minute of the tests' clock. */
export function timeText(minutes: number): string {
  return new Date(minute(minutes)).toISOString();
}

/** An event for tests: `id` of source `tms` (or `source:id`), its type, its minute and what else matters. */
export function testEvent(
  name: string,
  type: string,
  at: number,
  more: Partial<Omit<FoldEvent, "source" | "id" | "type" | "at">> = {},
): FoldEvent {
  const [first = "", rest] = name.split(":");
  const [source, id] = rest === undefined ? ["tms", first] : [first, rest];
  return {
    source,
    id,
    type,
    at: minute(at),
    knownAt: minute(at),
    refs: { delivery_id: "D-1" },
    location: null,
    reason: null,
    data: {},
    derived: null,
    corrects: null,
    ...more,
  };
}

/** An order placed at minute `at`, promised by minute `promisedBy`. */
export function testOrder(at: number, promisedBy: number): FoldEvent {
  return testEvent("oms:order", "order.created", at, { data: { promised_by: timeText(promisedBy) } });
}
