import { describe, expect, it } from "vitest";
import { foldDelivery } from "./foldDelivery.ts";
import { minute, testEvent, testOrder, timeText } from "./testEvent.ts";
import type { FoldEvent } from "./types.ts";

const HOUR = 60;
const DAY = 24 * HOUR;
const order = testOrder(0, 10 * HOUR);
const out = (name: string, at: number, refs: FoldEvent["refs"] = {}) =>
  testEvent(name, "shipment.out_for_delivery", at, { refs });
const failed = (name: string, at: number, reason: string | null = null) =>
  testEvent(name, "shipment.attempt_failed", at, { reason });
const delivered = (at: number) => testEvent("d", "shipment.delivered", at);
const rescheduled = (name: string, at: number, promisedBy: number) =>
  testEvent(name, "shipment.rescheduled", at, { data: { promised_by: timeText(promisedBy) } });
const fold = (events: readonly FoldEvent[], clock = 0) => {
  const folded = foldDelivery("D-1", events, { lateGraceMs: DAY * 60_000, clock: minute(clock) });
  if (!folded) throw new Error("nothing live");
  return folded;
};
const kinds = (events: readonly FoldEvent[], clock?: number) =>
  fold(events, clock).failures.map((failure) => failure.kind);

describe("attempts", () => {
  it("are one where two sources tell of it within 60 minutes", () => {
    const events = [failed("tms:9", 100, "recipient.absent"), failed("app:2", 160), failed("tms:10", 161)];
    const { failures } = fold(events);
    expect(failures).toMatchObject([
      {
        attempt: 1,
        occurredAt: minute(100),
        anchor: "app:2",
        otherAnchors: ["tms:9"],
        recordedReason: { code: "recipient.absent", source: "tms" },
      },
      { attempt: 2, occurredAt: minute(161), anchor: "tms:10", otherAnchors: [], recordedReason: null },
    ]);
  });

  it("are two where the consignment went out between", () => {
    const { failures, attempts } = fold([
      out("1", 90),
      failed("2", 100),
      out("3", 110),
      failed("4", 120),
      delivered(300),
    ]);
    expect(failures.map((failure) => failure.outForDeliveryAt)).toEqual([minute(90), minute(110)]);
    expect(attempts).toBe(3);
  });

  it("have the driver of their own run", () => {
    const events = [
      out("1", 90, { driver_id: "DR-1", vehicle_id: "V-1", carrier_id: "X-1" }),
      failed("2", 100),
      out("3", 200, { driver_id: "DR-2" }),
      failed("4", 220),
      out("5", 300, { driver_id: "DR-3" }),
      testEvent("oms:late", "order.updated", 400, { refs: { client_id: "C-1" } }),
    ];
    expect(fold(events).failures.map((failure) => failure.refs)).toEqual([
      { delivery_id: "D-1", driver_id: "DR-1", vehicle_id: "V-1", carrier_id: "X-1", client_id: "C-1" },
      { delivery_id: "D-1", driver_id: "DR-2", carrier_id: "X-1", client_id: "C-1" },
    ]);
  });

  it("prefer a reason to `unknown`, and the later to the earlier", () => {
    const reasonOf = (...reasons: string[]) =>
      fold(reasons.map((reason, n) => failed(`e${n}`, 100 + n, reason))).failures[0]?.recordedReason?.code;
    expect(reasonOf("recipient.absent", "unknown")).toBe("recipient.absent");
    expect(reasonOf("recipient.absent", "address.invalid")).toBe("address.invalid");
    expect(reasonOf("unknown")).toBe("unknown");
  });
});

describe("late", () => {
  it("is delivered after the promise, without grace, at the promise", () => {
    const delayed = testEvent("1", "shipment.delayed", 300, { reason: "carrier.capacity" });
    const after = testEvent("2", "shipment.delayed", 700, { reason: "external.traffic" });
    expect(fold([order, delayed, after, delivered(601)]).failures).toMatchObject([
      {
        kind: "late",
        anchor: "",
        attempt: null,
        occurredAt: minute(600),
        recordedReason: { code: "carrier.capacity", source: "tms" },
      },
    ]);
    expect(kinds([order, delivered(600)])).toEqual([]);
  });

  it("goes by the promise in force at delivery", () => {
    expect(kinds([order, rescheduled("1", 500, 900), delivered(800)])).toEqual([]);
    expect(fold([order, rescheduled("1", 500, 400), delivered(450)]).promisedBy).toBe(minute(600));
    expect(kinds([order, rescheduled("1", 801, 900), delivered(800)])).toEqual(["late"]);
    expect(fold([order, rescheduled("1", 700, 900), delivered(1000)]).failures[0]?.occurredAt).toBe(
      minute(900),
    );
  });

  it("has the first promise where the delivery is told of as earlier than any", () => {
    expect(fold([testOrder(100, 50), delivered(60)]).failures).toMatchObject([{ kind: "late" }]);
  });

  it("is open once the grace is over, and checked then", () => {
    const due = 10 * HOUR + DAY;
    expect(fold([order], due - 1)).toMatchObject({ failures: [], lateCheckAt: minute(due) });
    expect(fold([order], due)).toMatchObject({
      failures: [{ kind: "late", occurredAt: minute(600) }],
      lateCheckAt: null,
    });
    expect(fold([testEvent("1", "shipment.in_transit", 5)], due)).toMatchObject({
      failures: [],
      lateCheckAt: null,
    });
  });

  it.each([
    "order.cancelled",
    "shipment.cancelled",
    "shipment.returned",
    "shipment.lost",
    "shipment.undeliverable",
    "shipment.disposed",
  ])("is not open after %s", (type) => {
    const folded = fold([order, testEvent("1", type, 5)], 100 * DAY);
    expect(folded.failures.map((failure) => failure.kind)).not.toContain("late");
    expect(folded.lateCheckAt).toBeNull();
  });

  it("is withdrawn by a reschedule and open again after it", () => {
    const events = [order, rescheduled("1", 10 * DAY, 12 * DAY)];
    expect(kinds(events, 11 * DAY)).toEqual([]);
    expect(fold(events, 13 * DAY).failures).toMatchObject([{ kind: "late", occurredAt: minute(12 * DAY) }]);
  });
});

describe("what one event tells of", () => {
  it.each(["undeliverable", "returned", "damaged"])(
    "%s takes the last attempt's reason if it has none",
    (kind) => {
      const told = testEvent("9", `shipment.${kind}`, 900);
      const events = [
        out("1", 90),
        failed("2", 100, "recipient.refused"),
        out("3", 1000),
        failed("4", 1100, "recipient.absent"),
        told,
      ];
      const find = (list: FoldEvent[]) => fold(list).failures.find((failure) => failure.kind === kind);
      expect(find(events)).toMatchObject({
        occurredAt: minute(900),
        anchor: "",
        recordedReason: { code: "recipient.refused" },
        outForDeliveryAt: minute(90),
      });
      expect(find([...events.slice(0, -1), { ...told, reason: "goods.damaged" }])?.recordedReason?.code).toBe(
        "goods.damaged",
      );
    },
  );

  it("happens once, at the earliest event", () => {
    const events = [testEvent("a", "shipment.lost", 50), testEvent("wms:b", "shipment.lost", 40)];
    expect(fold(events).failures).toMatchObject([
      { kind: "lost", occurredAt: minute(40), recordedReason: null },
    ]);
  });

  it("is a failed pickup", () => {
    expect(
      fold([testEvent("1", "shipment.pickup_failed", 5, { reason: "shipper.not_ready" })]).failures,
    ).toMatchObject([{ kind: "pickup_failed", recordedReason: { code: "shipper.not_ready" } }]);
  });

  it.each<[boolean, Partial<FoldEvent>]>([
    [true, { data: { by: "shipper" } }],
    [true, { reason: "shipper.out_of_stock" }],
    [false, { data: { by: "customer" }, reason: "shipper.out_of_stock" }],
    [false, { data: { by: "carrier" } }],
    [false, {}],
  ])("counts a cancellation by the shipper: %s for %o", (counts, more) => {
    expect(kinds([order, testEvent("oms:c", "order.cancelled", 20, more)])).toEqual(
      counts ? ["cancelled_by_shipper"] : [],
    );
  });

  it("does not count a cancellation after the goods were handed over", () => {
    expect(
      kinds([order, delivered(100), testEvent("oms:c", "order.cancelled", 200, { data: { by: "shipper" } })]),
    ).toEqual([]);
  });
});
