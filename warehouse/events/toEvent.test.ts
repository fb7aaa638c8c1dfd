import { expect, test } from "vitest";
import { eventRow } from "../testing/rows.ts";
import { toEvent } from "./toEvent.ts";

test("a stored event is shown without its personal members", () => {
  const derived = JSON.stringify({
    v: 1,
    address: { flags: ["missing_number"], hash: "h" },
    text: { topics: ["absent"], sentiment: -0.5 },
  });
  const event = toEvent(eventRow(7, { derived, personal: "v1.secret" }));
  expect(JSON.stringify(event)).not.toContain("secret");
  expect(event).toEqual({
    id: "e-1",
    source: "api",
    type: "shipment.attempt_failed",
    occurred_at: "2026-11-20T12:00:00.000Z",
    delivery_id: "D-1",
    order_id: "O-1",
    warehouse_id: "W-3",
    city: "Pune",
    country: "IN",
    location: { lat: 18.5, lon: 73.8 },
    reason: "recipient.absent",
    data: { note: "n" },
    derived: { v: 1, address: { flags: ["missing_number"] }, text: { topics: ["absent"], sentiment: -0.5 } },
    received_at: "2026-11-20T12:00:01.000Z",
    stored_at: "2026-11-20T12:00:02.000Z",
    batch_id: "bat_1",
    schema_version: "1",
    lineage: { topic: "fleet_raw", partition: 1, offset: 7, import: null },
  });
});

test("absent members stay absent", () => {
  const event = toEvent(eventRow(7, { delivery_id: "", lat: null, lon: null, reason: "", data: "" }));
  expect(event).not.toHaveProperty("delivery_id");
  expect(event).not.toHaveProperty("location");
  expect(event).not.toHaveProperty("reason");
  expect(event).toMatchObject({ data: {}, derived: null });
});
