import { describe, expect, it } from "vitest";
import {
  contextOf,
  eventOf,
  failedRun,
  failureOf,
  featuresOf,
  HOUR,
  levelsOf,
  NOON,
  topicsOf,
} from "../testFacts.ts";

describe("recorded reasons", () => {
  it("are taken from the attempt's own reports", () => {
    const delivery = [
      eventOf("shipment.attempt_failed", -24, { reason: "recipient.refused" }),
      eventOf("shipment.out_for_delivery", -4),
      eventOf("shipment.attempt_failed", 0, { reason: "recipient.absent" }),
    ];
    expect(levelsOf("recorded_reason", { delivery })).toEqual(["recipient.absent"]);
  });

  it("of two sources on one attempt both count", () => {
    const delivery = [
      eventOf("shipment.attempt_failed", 0, { reason: "recipient.absent" }),
      eventOf("shipment.attempt_failed", 0.3, { reason: "address.invalid", source: "other" }),
    ];
    expect(levelsOf("recorded_reason", { delivery }).toSorted()).toEqual([
      "address.invalid",
      "recipient.absent",
    ]);
  });

  it("that say unknown, or nothing, are no feature", () => {
    expect(
      levelsOf("recorded_reason", {
        delivery: [eventOf("shipment.attempt_failed", 0, { reason: "unknown" })],
      }),
    ).toEqual([]);
    expect(levelsOf("recorded_reason", { delivery: failedRun() })).toEqual([]);
  });

  it("of delays before the run do not explain a failed attempt, but do a broken promise", () => {
    const delayed = eventOf("shipment.delayed", -20, {
      reason: "carrier.capacity",
      data: { delay_minutes: 600 },
    });
    expect(levelsOf("delay_reason", { delivery: failedRun(delayed) })).toEqual([]);
    const late = failureOf({ kind: "late", deliveredAt: NOON + 20 * HOUR });
    const delivery = [delayed, eventOf("shipment.out_for_delivery", 14), eventOf("shipment.delivered", 20)];
    expect(levelsOf("delay_reason", { delivery }, late)).toEqual(["carrier.capacity"]);
  });

  it("of short delays are kept apart from long ones", () => {
    const late = failureOf({ kind: "late", deliveredAt: NOON + 20 * HOUR });
    const delivery = [
      eventOf("shipment.delayed", -20, { reason: "external.traffic", data: { delay_minutes: 40 } }),
      eventOf("shipment.out_for_delivery", 14),
      eventOf("shipment.delivered", 20),
    ];
    expect(levelsOf("minor_delay_reason", { delivery }, late)).toEqual(["external.traffic"]);
    expect(levelsOf("delay_reason", { delivery }, late)).toEqual([]);
  });
});

describe("words", () => {
  it("of the attempt's report, the warehouse and the recipient are kept apart", () => {
    const delivery = [
      eventOf("shipment.out_for_delivery", -4),
      eventOf("warehouse.note", -40, topicsOf("warehouse.stockout")),
      eventOf("shipment.attempt_failed", 0, topicsOf("recipient.absent")),
      eventOf("feedback.received", 6, topicsOf("carrier.driver")),
    ];
    expect(levelsOf("report_words", { delivery })).toEqual(["recipient.absent"]);
    expect(levelsOf("warehouse_note", { delivery })).toEqual(["warehouse.stockout"]);
    expect(levelsOf("feedback_words", { delivery })).toEqual(["carrier.driver"]);
  });

  it("of a remark made before the run or long after it are left out", () => {
    const early = eventOf("feedback.received", -30, topicsOf("carrier.driver"));
    const old = eventOf("feedback.received", 400, topicsOf("goods.damaged"));
    expect(levelsOf("feedback_words", { delivery: failedRun(early, old) })).toEqual([]);
  });

  it("without topics name no cause, which notes of a site need not", () => {
    const delivery = failedRun(
      eventOf("feedback.received", 5, topicsOf()),
      eventOf("warehouse.note", -30, topicsOf()),
    );
    expect(levelsOf("feedback_words", { delivery })).toEqual(["vague"]);
    expect(levelsOf("warehouse_note", { delivery })).toEqual([]);
  });

  it("of a site's day count only while the order waited there", () => {
    const note = (hours: number) =>
      eventOf("warehouse.load", hours, { refs: { warehouse_id: "W-1" }, ...topicsOf("warehouse.delay") });
    const delivery = failedRun(eventOf("warehouse.dispatched", -30));
    expect(levelsOf("site_note", { delivery, entity: [note(-40)] })).toEqual(["warehouse.delay"]);
    expect(levelsOf("site_note", { delivery, entity: [note(-10)] })).toEqual([]);
  });

  it("speak of the cause in plain words", () => {
    const delivery = [eventOf("shipment.attempt_failed", 0, topicsOf("external.road"))];
    const [found] = featuresOf({
      delivery,
      place: [contextOf("context.weather", -1, 3, { severity: 0 })],
    }).filter(({ name }) => name === "report_words");
    expect(found?.statement).toBe("the report of the attempt says that a road was closed");
  });
});
