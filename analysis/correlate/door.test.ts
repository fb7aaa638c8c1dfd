import { describe, expect, it } from "vitest";
import { eventOf, failedRun, failureOf, levelsOf, NOON } from "../testFacts.ts";
import type { ObservedEvent } from "../types.ts";

const order = (flags: readonly string[], hours = -48): ObservedEvent =>
  eventOf("order.created", hours, { derived: { v: 1, address: { flags, hash: "h" } } });

describe("the address", () => {
  it("gives its flags, or that it is clear", () => {
    expect(
      levelsOf("address_quality", { delivery: [order(["missing_number", "missing_postal_code"])] }),
    ).toEqual(["missing_number", "missing_postal_code"]);
    expect(levelsOf("address_quality", { delivery: [order([])] })).toEqual(["clear"]);
  });

  it("never seen gives nothing", () => {
    expect(levelsOf("address_quality", { delivery: failedRun() })).toEqual([]);
  });

  it("counts as it stood at the attempt", () => {
    const delivery = [order(["missing_number"]), order([], -10), order(["vague_landmark"], 10)];
    expect(levelsOf("address_quality", { delivery })).toEqual(["clear"]);
  });

  it("corrected afterwards tells of the attempt before", () => {
    expect(
      levelsOf("address_correction", { delivery: failedRun(eventOf("customer.address_corrected", 5)) }),
    ).toEqual(["after"]);
    expect(
      levelsOf("address_correction", { delivery: failedRun(eventOf("customer.address_corrected", -9)) }),
    ).toEqual(["before"]);
  });
});

describe("contact with the recipient", () => {
  it("tells reached, unreachable and both apart", () => {
    const reached = eventOf("shipment.recipient_contacted", -1);
    const unreachable = eventOf("customer.unreachable", -0.5);
    expect(levelsOf("recipient_contact", { delivery: failedRun(reached) })).toEqual(["reached"]);
    expect(levelsOf("recipient_contact", { delivery: failedRun(unreachable) })).toEqual(["unreachable"]);
    expect(levelsOf("recipient_contact", { delivery: failedRun(reached, unreachable) })).toEqual(["mixed"]);
  });

  it("of another day or after the attempt does not count", () => {
    const delivery = failedRun(eventOf("customer.unreachable", -30), eventOf("customer.unreachable", 3));
    expect(levelsOf("recipient_contact", { delivery })).toEqual([]);
  });
});

describe("the stop", () => {
  const masters = { carrier: { stop_events: true } };

  it("tells how long the driver was there", () => {
    const arrived = (minutes: number) => failedRun(eventOf("route.stop_arrived", -minutes / 60));
    expect(levelsOf("stop_visit", { delivery: arrived(1) })).toEqual(["brief"]);
    expect(levelsOf("stop_visit", { delivery: arrived(5) })).toEqual(["usual"]);
    expect(levelsOf("stop_visit", { delivery: arrived(20) })).toEqual(["long"]);
  });

  it("without an arrival counts only for a carrier that reports them", () => {
    expect(levelsOf("stop_visit", { delivery: failedRun(), masters })).toEqual(["none"]);
    expect(levelsOf("stop_visit", { delivery: failedRun() })).toEqual([]);
    const otherDay = failedRun(eventOf("route.stop_arrived", 24));
    expect(levelsOf("stop_visit", { delivery: otherDay })).toEqual(["none"]);
  });

  it("gives the length of the run", () => {
    expect(levelsOf("run_length", { delivery: failedRun() })).toEqual(["long"]);
    expect(levelsOf("run_length", { delivery: [eventOf("shipment.attempt_failed", 0)] })).toEqual([]);
  });
});

describe("what followed", () => {
  it("is a delivery, another failure or a return", () => {
    const next = (type: string) => failedRun(eventOf("shipment.out_for_delivery", 20), eventOf(type, 22));
    expect(levelsOf("sequel", { delivery: next("shipment.delivered") })).toEqual(["delivered_next"]);
    expect(levelsOf("sequel", { delivery: next("shipment.attempt_failed") })).toEqual(["failed_again"]);
    expect(levelsOf("sequel", { delivery: failedRun(eventOf("shipment.returned", 40)) })).toEqual([
      "sent_back",
    ]);
    expect(levelsOf("sequel", { delivery: failedRun() })).toEqual([]);
  });

  it("is damage where the carrier says so near the attempt", () => {
    expect(levelsOf("damage_report", { delivery: failedRun(eventOf("shipment.damaged", 1)) })).toEqual([
      "reported",
    ]);
    expect(levelsOf("damage_report", { delivery: failedRun(eventOf("shipment.damaged", 90)) })).toEqual([]);
  });
});

describe("the driver", () => {
  const since = (days: number) => ({
    driver: { since: new Date(NOON - days * 86_400_000).toISOString().slice(0, 10) },
  });

  it("is new, recent or experienced where master data say so", () => {
    expect(levelsOf("driver_experience", { delivery: failedRun(), masters: since(5) })).toEqual(["new"]);
    expect(levelsOf("driver_experience", { delivery: failedRun(), masters: since(60) })).toEqual(["recent"]);
    expect(levelsOf("driver_experience", { delivery: failedRun(), masters: since(900) })).toEqual([
      "experienced",
    ]);
    expect(levelsOf("driver_experience", { delivery: failedRun(), masters: { driver: {} } })).toEqual([]);
  });
});

describe("terms of the order", () => {
  it("are told for failed attempts", () => {
    const delivery = [
      eventOf("order.created", -48, { data: { payment_mode: "cod" } }),
      ...failedRun().slice(1),
    ];
    expect(levelsOf("payment", { delivery })).toEqual(["cash_on_delivery"]);
    expect(levelsOf("recipient_kind", { delivery, masters: { customer: { kind: "business" } } })).toEqual([
      "business",
    ]);
  });

  it("are not asked of a broken promise", () => {
    const delivery = [eventOf("order.created", -48, { data: { payment_mode: "cod" } })];
    expect(levelsOf("payment", { delivery }, failureOf({ kind: "late" }))).toEqual([]);
  });
});
