import { expect, test } from "vitest";
import { deliveryRow, eventRow } from "../testing/rows.ts";
import { toDelivery } from "./toDelivery.ts";

const NINE = Date.parse("2026-11-20T09:00:00Z");

test("a delivery with its stages in minutes and its timeline", () => {
  const stages = JSON.stringify([{ name: "pick", from: NINE, to: NINE + 95_000 }]);
  expect(toDelivery(deliveryRow(7, { stages }), [eventRow(7, { corrects: "e-0" })])).toEqual({
    id: "D-1",
    version: 1,
    state: "out_for_delivery",
    refs: { order_id: "O-1", warehouse_id: "W-3", city: "Pune", country: "IN" },
    ordered_at: "2026-11-19T08:00:00.000Z",
    promised_by: "2026-11-20T12:00:00.000Z",
    delivered_at: null,
    outcome: null,
    attempts: 1,
    failed_attempts: 1,
    failure_ids: ["fal_1"],
    stages: [
      { name: "pick", from: "2026-11-20T09:00:00.000Z", to: "2026-11-20T09:01:35.000Z", minutes: 1.6 },
    ],
    first_event_at: "2026-11-19T08:00:00.000Z",
    last_event_at: "2026-11-20T12:00:00.000Z",
    updated_at: "2026-11-20T12:00:00.000Z",
    timeline: [
      {
        occurred_at: "2026-11-20T12:00:00.000Z",
        type: "shipment.attempt_failed",
        source: "api",
        id: "e-1",
        reason: "recipient.absent",
        corrects: "e-0",
      },
    ],
  });
});

test("the list's delivery has no timeline", () => {
  expect(toDelivery(deliveryRow(7))).not.toHaveProperty("timeline");
});
