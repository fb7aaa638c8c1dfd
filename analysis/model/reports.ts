import type { NamingTable } from "./table.ts";

/** How often each code is recorded for a failed attempt, whatever the cause: handy codes are overused. */
const ATTEMPT_USAGE = {
  "recipient.absent": 0.22,
  "recipient.refused": 0.12,
  "recipient.premises_closed": 0.02,
  "recipient.unreachable": 0.03,
  "recipient.requested_later": 0.02,
  "recipient.payment_missing": 0.01,
  "recipient.other": 0.01,
  "address.incomplete": 0.09,
  "address.invalid": 0.07,
  "address.not_located": 0.03,
  "carrier.driver": 0.05,
  "carrier.capacity": 0.02,
  "carrier.missort": 0.01,
  "carrier.other": 0.02,
  "carrier.network_delay": 0.02,
  "vehicle.breakdown": 0.05,
  "goods.damaged": 0.03,
  "external.weather": 0.05,
  "external.traffic": 0.08,
  "external.road": 0.05,
};

/** How often each code is recorded for a delay on the way. */
const DELAY_USAGE = {
  "carrier.network_delay": 0.16,
  "carrier.capacity": 0.1,
  "carrier.missort": 0.07,
  "carrier.driver": 0.02,
  "carrier.other": 0.03,
  "external.traffic": 0.15,
  "external.weather": 0.12,
  "external.strike": 0.03,
  "external.road": 0.02,
  "external.holiday": 0.02,
  "warehouse.delay": 0.13,
  "warehouse.capacity": 0.05,
  "warehouse.stockout": 0.04,
  "vehicle.breakdown": 0.04,
  "shipper.not_ready": 0.02,
};

/** Codes recorded in place of the true one: the kinder, the vaguer or the neighbouring code. */
const CONFUSED: NamingTable["confused"] = {
  "recipient.absent": {
    "recipient.unreachable": 0.06,
    "recipient.premises_closed": 0.05,
    "recipient.refused": 0.03,
    "address.not_located": 0.02,
  },
  "recipient.refused": {
    "recipient.absent": 0.06,
    "recipient.requested_later": 0.03,
    "recipient.payment_missing": 0.02,
    "goods.damaged": 0.01,
  },
  "recipient.premises_closed": { "recipient.absent": 0.25 },
  "recipient.unreachable": { "recipient.absent": 0.25 },
  "recipient.moved": { "address.invalid": 0.25, "recipient.absent": 0.15 },
  "recipient.payment_missing": { "recipient.refused": 0.25 },
  "recipient.requested_later": { "recipient.absent": 0.15, "recipient.refused": 0.05 },
  "address.incomplete": {
    "address.not_located": 0.1,
    "address.invalid": 0.08,
    "recipient.unreachable": 0.04,
    "recipient.absent": 0.05,
  },
  "address.invalid": {
    "address.not_located": 0.1,
    "address.incomplete": 0.1,
    "recipient.unreachable": 0.04,
    "recipient.absent": 0.05,
    "recipient.refused": 0.02,
  },
  "address.inaccessible": { "external.road": 0.15, "recipient.absent": 0.1 },
  "carrier.driver": {
    "recipient.absent": 0.17,
    "recipient.refused": 0.04,
    "carrier.other": 0.05,
    "external.traffic": 0.06,
    "address.not_located": 0.03,
  },
  "carrier.capacity": { "carrier.network_delay": 0.15, "carrier.other": 0.05, "external.traffic": 0.04 },
  "carrier.missort": { "carrier.network_delay": 0.16, "carrier.other": 0.03 },
  "vehicle.breakdown": { "external.traffic": 0.08, "carrier.other": 0.04, "carrier.network_delay": 0.04 },
  "vehicle.accident": { "vehicle.breakdown": 0.2, "external.traffic": 0.1 },
  "goods.damaged": { "recipient.refused": 0.22 },
  "goods.wrong_item": { "recipient.refused": 0.35 },
  "goods.short": { "recipient.refused": 0.25 },
  "warehouse.delay": { "carrier.network_delay": 0.08, "warehouse.capacity": 0.05, "shipper.not_ready": 0.04 },
  "warehouse.capacity": { "warehouse.delay": 0.25, "carrier.network_delay": 0.06 },
  "warehouse.stockout": { "warehouse.delay": 0.2, "shipper.not_ready": 0.05 },
  "external.weather": { "external.traffic": 0.1, "external.road": 0.04 },
  "external.traffic": { "external.road": 0.04, "carrier.driver": 0.03, "recipient.absent": 0.04 },
  "external.road": { "external.traffic": 0.14, "address.inaccessible": 0.03 },
  "external.strike": { "carrier.network_delay": 0.15, "carrier.capacity": 0.05, "external.civil": 0.03 },
  "external.holiday": { "recipient.premises_closed": 0.1, "carrier.network_delay": 0.1 },
};

/** Recorded codes: right in about two of three cases where the sender names one at all. */
export const REASON_TABLES: readonly NamingTable[] = [
  { name: "recorded_reason", weight: 0.9, right: 0.6, usage: ATTEMPT_USAGE, confused: CONFUSED },
  { name: "delay_reason", weight: 0.9, right: 0.6, usage: DELAY_USAGE, confused: CONFUSED },
  { name: "minor_delay_reason", weight: 0.2, right: 0.3, usage: DELAY_USAGE, confused: CONFUSED },
  { name: "dispatch_reason", weight: 0.8, right: 0.6, usage: DELAY_USAGE, confused: CONFUSED },
];
