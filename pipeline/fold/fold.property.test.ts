import fc from "fast-check";
import { expect, it } from "vitest";
import { foldDelivery } from "./foldDelivery.ts";
import { liveEvents, toCorrection } from "./liveEvents.ts";
import { minute, testEvent, timeText } from "./testEvent.ts";
import type { FoldEvent } from "./types.ts";

const TYPES = [
  "order.created",
  "order.updated",
  "order.cancelled",
  "event.retracted",
  "warehouse.packed",
  "warehouse.dispatched",
  "shipment.arrived_at_facility",
  "shipment.out_for_delivery",
  "shipment.attempt_failed",
  "shipment.attempt_failed",
  "shipment.rescheduled",
  "shipment.delivered",
  "shipment.undeliverable",
  "shipment.returned",
  "shipment.lost",
];

const part = fc.record({
  source: fc.constantFrom("oms", "tms", "app"),
  id: fc.constantFrom("1", "2", "3", "4", "5", "6", "7"),
  type: fc.constantFrom(...TYPES),
  at: fc.integer({ min: 0, max: 40 }).map((step) => step * 15),
  corrects: fc.option(fc.constantFrom("1", "2", "3", "4", "5", "6", "7"), { freq: 2 }),
  promisedBy: fc.integer({ min: 0, max: 600 }),
  driver: fc.option(fc.constantFrom("DR-1", "DR-2")),
  reason: fc.option(fc.constantFrom("recipient.absent", "unknown", "shipper.hold")),
});

const eventSet = fc
  .uniqueArray(part, { selector: ({ source, id }) => `${source}:${id}`, maxLength: 15 })
  .map((parts) =>
    parts.map(({ source, id, type, at, corrects, promisedBy, driver, reason }) =>
      testEvent(`${source}:${id}`, type, at, {
        corrects,
        reason,
        refs: driver ? { driver_id: driver } : {},
        data: { promised_by: timeText(promisedBy) },
      }),
    ),
  );

/** The same events in another order, some of them repeatedly. */
const twoOrders = eventSet.chain((events) =>
  fc.tuple(
    fc.constant(events),
    fc.array(fc.nat({ max: Math.max(0, events.length - 1) }), { maxLength: 10 }).chain((again) => {
      const repeats = again.flatMap((index) => events[index] ?? []);
      return fc.shuffledSubarray([...events, ...repeats], {
        minLength: events.length + repeats.length,
      });
    }),
    fc.nat(),
  ),
);

function fold(events: readonly FoldEvent[], elsewhere: readonly FoldEvent[] = []) {
  const corrections = elsewhere.map(toCorrection).filter((made) => made !== null);
  return foldDelivery("D-1", liveEvents(events, corrections), { lateGraceMs: 0, clock: minute(500) });
}

it("folds equal sets of events to equal deliveries, whatever their order and repeats", () => {
  fc.assert(
    fc.property(twoOrders, ([events, shuffled]) => {
      expect(fold(shuffled)).toEqual(fold(events));
    }),
    { numRuns: 500 },
  );
});

it("does not depend on which delivery holds a correction", () => {
  fc.assert(
    fc.property(twoOrders, ([events, shuffled, split]) => {
      const own = events.slice(0, split % (events.length + 1));
      const inWhole = liveEvents(events, []).filter((event) => own.includes(event));
      const corrections = shuffled.map(toCorrection).filter((made) => made !== null);
      expect(liveEvents(own, corrections)).toEqual(inWhole);
    }),
    { numRuns: 500 },
  );
});

it("never changes its input", () => {
  fc.assert(
    fc.property(eventSet, (events) => {
      const before = structuredClone(events);
      fold(Object.freeze(events) as readonly FoldEvent[]);
      expect(events).toEqual(before);
    }),
    { numRuns: 100 },
  );
});
