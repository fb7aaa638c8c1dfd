import {
  ARRAY,
  between,
  COUNT,
  DATE_OR_INSTANT,
  type DataMember,
  type DataMembers,
  INSTANT,
  NUMBER,
  oneOf,
  STRING,
} from "./dataMember.ts";

const ADDRESS_LINES: DataMembers = {
  line1: STRING,
  line2: STRING,
  city: STRING,
  state: STRING,
  postal_code: STRING,
  country: STRING,
};
const ADDRESS: DataMember = { kind: "object", members: ADDRESS_LINES };
const RECIPIENT: DataMember = { kind: "object", members: { name: STRING, phone: STRING, email: STRING } };

export const ORDER_DATA: DataMembers = {
  promised_by: INSTANT,
  promised_from: INSTANT,
  ordered_at: INSTANT,
  amount: NUMBER,
  currency: STRING,
  payment_mode: STRING,
  service_level: STRING,
  weight_kg: COUNT,
  items: ARRAY,
  address: ADDRESS,
  recipient: RECIPIENT,
};

export const MASTER_DATA: DataMembers = {
  name: STRING,
  city: STRING,
  address: { kind: "string_or_object", members: ADDRESS_LINES },
  capacity_orders_per_day: COUNT,
  since: DATE_OR_INSTANT,
};

const CONTEXT: DataMembers = { valid_until: INSTANT, radius_km: COUNT };
const NAMED: DataMembers = { ...CONTEXT, name: STRING };

/** Known members of `data` by type; a type that is not here knows none. */
export const DATA_OF_TYPE: Readonly<Record<string, DataMembers>> = {
  "order.created": ORDER_DATA,
  "order.updated": ORDER_DATA,
  "order.cancelled": { by: oneOf("customer", "shipper", "carrier") },
  "shipment.delivered": {
    outcome: oneOf("full", "partial", "neighbour", "safe_place", "pickup_point", "other_address"),
  },
  "shipment.delayed": { delay_minutes: COUNT, note: STRING },
  "shipment.rescheduled": { promised_by: INSTANT, promised_from: INSTANT },
  "vehicle.position": { speed_kmh: COUNT, heading: between(0, 360) },
  "warehouse.note": { text: STRING },
  "warehouse.load": {
    backlog_orders: COUNT,
    capacity_orders_per_day: COUNT,
    staff_on_shift: COUNT,
    note: STRING,
  },
  "feedback.received": { text: STRING, rating: between(1, 5), sentiment: { kind: "string_or_number" } },
  "customer.address_corrected": { address: { kind: "string_or_object", members: ADDRESS_LINES } },
  "context.weather": {
    ...CONTEXT,
    condition: STRING,
    severity: between(0, 3),
    temperature_c: NUMBER,
    precipitation_mm_h: COUNT,
    wind_kmh: COUNT,
    visibility_km: COUNT,
  },
  "context.weather_alert": { ...NAMED, condition: STRING, severity: between(0, 3) },
  "context.traffic": { ...CONTEXT, level: oneOf("clear", "moderate", "heavy", "jam"), delay_ratio: COUNT },
  "context.road_closure": NAMED,
  "context.holiday": NAMED,
  "context.festival": NAMED,
  "context.strike": NAMED,
  "context.event": { ...NAMED, expected_attendance: COUNT },
  "client.updated": MASTER_DATA,
  "customer.updated": MASTER_DATA,
  "driver.updated": MASTER_DATA,
  "vehicle.updated": MASTER_DATA,
  "warehouse.updated": MASTER_DATA,
  "carrier.updated": MASTER_DATA,
};
