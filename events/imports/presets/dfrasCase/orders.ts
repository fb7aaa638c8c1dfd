import type { EventMapping, Value } from "../../mapping.ts";
import {
  column,
  constant,
  numberIn,
  oneOf,
  phone,
  pincode,
  present,
  table,
  template,
  time,
} from "./values.ts";

const ACTUAL = "actual_delivery_date";
const PROMISED = "promised_delivery_date";

const REASONS = {
  Stockout: "warehouse.stockout",
  "Warehouse delay": "warehouse.delay",
  "Incorrect address": "address.invalid",
  "Weather disruption": "external.weather",
  "Traffic congestion": "external.traffic",
};

/** What every event of an order says, so that whichever comes alone can be placed. */
const REFS = {
  order_id: column("order_id"),
  client_id: column("client_id"),
  city: column("city"),
  region: column("state"),
  country: constant("IN"),
  postal_code: pincode("pincode"),
};

/** Nothing of the status: the same order exported again later must be the same event. */
const CREATED: EventMapping = {
  members: {
    type: constant("order.created"),
    id: template("{order_id}:created"),
    occurred_at: time("order_date"),
    ...REFS,
    "data.ordered_at": time("order_date"),
    "data.promised_by": time(PROMISED),
    "data.amount": numberIn("amount"),
    "data.currency": constant("INR"),
    "data.payment_mode": { column: "payment_mode", map: { COD: "cod", Prepaid: "prepaid" } },
    "data.recipient.name": column("customer_name"),
    "data.recipient.phone": phone("customer_phone"),
    "data.address.line1": column("delivery_address_line1"),
    "data.address.line2": column("delivery_address_line2"),
    "data.address.city": column("city"),
    "data.address.state": column("state"),
    "data.address.postal_code": pincode("pincode"),
    "data.address.country": constant("IN"),
  },
};

/**
 * How an order with this status ended: when the table says so, else when it was promised, which is said with the event.
 */
function ending(status: string, type: string, name: string, more: Readonly<Record<string, Value>> = {}) {
  const members = { type: constant(type), id: template(`{order_id}:${name}`), ...REFS, ...more };
  return [
    {
      when: [oneOf("status", status), present(ACTUAL)],
      members: { ...members, occurred_at: time(ACTUAL) },
    },
    {
      when: [oneOf("status", status), present(ACTUAL, false)],
      members: { ...members, occurred_at: time(PROMISED), "data.time_estimated": constant(true) },
    },
  ];
}

/** Orders: how they were placed and how they ended. Pending and In-Transit did not end, and have no time of their own. */
export const orders = table("orders*.csv", "dfras-orders", [
  CREATED,
  ...ending("Delivered", "shipment.delivered", "delivered"),
  ...ending("Failed", "shipment.attempt_failed", "attempt_failed", {
    reason: { column: "failure_reason", map: REASONS, unmapped: "omit" },
    reason_text: column("failure_reason"),
  }),
  ...ending("Returned", "shipment.returned", "returned"),
]);
