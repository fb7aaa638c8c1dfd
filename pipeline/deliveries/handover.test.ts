import { expect, test } from "vitest";
import { deliveryRow } from "../../warehouse/testing/rows.ts";
import { testEvent } from "../fold/testEvent.ts";
import { createHandovers } from "./handover.ts";

const folded = (version: number, events = 1) => ({
  facts: deliveryRow(7, { version }),
  open: [],
  events: Array.from({ length: events }, (_, n) => testEvent(`e-${n}`, "shipment.in_transit", n)),
});

test("what a fold left is taken once, the last of it, by the same owner alone", () => {
  const handoverOf = createHandovers();
  const [owner, next] = [new AbortController().signal, new AbortController().signal];
  handoverOf(owner).put("7:D-1", folded(1));
  handoverOf(owner).put("7:D-1", folded(2));
  expect(handoverOf(next).take("7:D-1")).toBeUndefined();
  expect(handoverOf(owner).take("8:D-1")).toBeUndefined();
  expect(handoverOf(owner).take("7:D-1")?.facts?.version).toBe(2);
  expect(handoverOf(owner).take("7:D-1")).toBeUndefined();
});

test("it keeps so many events and no more, and nothing old in place of what is too large", () => {
  const handover = createHandovers()(new AbortController().signal);
  for (let n = 0; n < 30; n++) handover.put(`7:D-${n}`, folded(1, 999));
  const left = Array.from({ length: 30 }, (_, n) => handover.take(`7:D-${n}`) !== undefined);
  expect(left).toEqual(Array.from({ length: 30 }, (_, n) => n >= 10));
  handover.put("7:D-1", folded(1));
  handover.put("7:D-1", folded(2, 30_000));
  expect(handover.take("7:D-1")).toBeUndefined();
});
