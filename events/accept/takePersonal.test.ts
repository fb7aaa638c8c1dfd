import { expect, it } from "vitest";
import type { CanonicalEvent } from "../event.ts";
import { takePersonal } from "./takePersonal.ts";

const base: CanonicalEvent = {
  id: "1",
  source: "s",
  type: "order.created",
  occurred_at: "2026-01-01T00:00:00.000Z",
};

it("takes people and words, and leaves places and figures", () => {
  const { rest, personal, subject } = takePersonal({
    ...base,
    customer_id: "U-9",
    delivery_id: "D-1",
    reason_text: "dock full",
    data: {
      amount: 5,
      recipient: { name: "Asha" },
      note: "call first",
      address: {
        line1: "Flat 7",
        line2: "MG Road",
        landmark: "bank",
        city: "Pune",
        state: "MH",
        postal_code: "411001",
        country: "IN",
      },
    },
  });
  expect(rest).toEqual({
    ...base,
    customer_id: "U-9",
    delivery_id: "D-1",
    data: { amount: 5, address: { city: "Pune", state: "MH", postal_code: "411001", country: "IN" } },
  });
  expect(JSON.parse(personal ?? "")).toEqual({
    reason_text: "dock full",
    data: {
      recipient: { name: "Asha" },
      note: "call first",
      address: { line1: "Flat 7", line2: "MG Road", landmark: "bank" },
    },
  });
  expect(subject).toBe("customer:U-9");
});

it("takes nothing where nothing is personal", () => {
  const event = { ...base, delivery_id: "D-1", data: { promised_by: "2026-01-02T00:00:00.000Z" } };
  expect(takePersonal(event)).toEqual({ rest: event, personal: null, subject: "delivery:D-1" });
  expect(takePersonal(base)).toEqual({ rest: base, personal: null, subject: "tenant" });
});

it("takes an address of one line whole, and a customer's name but no driver's", () => {
  const { rest, personal } = takePersonal({
    ...base,
    type: "customer.updated",
    data: { name: "Asha", city: "Pune", address: "Flat 7, MG Road" },
  });
  expect(rest.data).toEqual({ city: "Pune" });
  expect(JSON.parse(personal ?? "")).toEqual({ data: { name: "Asha", address: "Flat 7, MG Road" } });
  expect(takePersonal({ ...base, type: "driver.updated", data: { name: "Gopal" } }).personal).toBeNull();
});
