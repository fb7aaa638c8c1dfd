import type { Preset } from "../preset.ts";
import { logs } from "./logs.ts";
import { masters } from "./masters.ts";
import { orders } from "./orders.ts";

const list = (columns: string) => columns.split(" ");

const WAREHOUSE_COLUMNS = list(
  "warehouse_id warehouse_name state city pincode capacity manager_name contact_phone created_at",
);

/** The delivery-failure case study: orders, four kinds of logs and three master tables of a network in India. */
export const dfrasCase: Preset = {
  name: "dfras-case",
  title: "Delivery failure case study",
  description: [
    "Nine CSV tables: orders, fleet, warehouse, surroundings, feedback; clients, drivers, warehouses.",
    "Times are of Asia/Kolkata. Orders Failed become a failed attempt with the recorded reason, Returned a return,",
    "Delivered a delivery; Pending and In-Transit have no end. The table says when an order was delivered, but not",
    "when one failed or was returned: these take the promised time and carry data.time_estimated.",
    "The logs contradict each other, so none of them ends a delivery: a vehicle's departure is told as task.assigned",
    "(with data.departed_at and data.arrived_at), and what was noted stays a remark, not a recorded reason. Rain and",
    "fog are taken for light weather, since nothing says how strong they were. Masters hold from created_at on, to",
    "the minute, so that warehouses saved by a spreadsheet give the same events: zeros and phones are restored.",
    "Give as_of 2025-09-13T00:00:00+05:30, the end of the last day.",
  ].join(" "),
  files: [
    {
      name: "orders.csv",
      required: true,
      columns: list(
        "order_id client_id customer_name customer_phone delivery_address_line1 delivery_address_line2 city state pincode order_date promised_delivery_date actual_delivery_date status payment_mode amount failure_reason created_at",
      ),
    },
    {
      name: "fleet_logs.csv",
      required: false,
      columns: list(
        "fleet_log_id order_id driver_id vehicle_number route_code gps_delay_notes departure_time arrival_time created_at",
      ),
    },
    {
      name: "warehouse_logs.csv",
      required: false,
      columns: list("log_id order_id warehouse_id picking_start picking_end dispatch_time notes"),
    },
    {
      name: "external_factors.csv",
      required: false,
      columns: list("factor_id order_id traffic_condition weather_condition event_type recorded_at"),
    },
    {
      name: "feedback.csv",
      required: false,
      columns: list("feedback_id order_id customer_name feedback_text sentiment rating created_at"),
    },
    {
      name: "clients.csv",
      required: false,
      columns: list(
        "client_id client_name gst_number contact_person contact_phone contact_email address_line1 address_line2 city state pincode created_at",
      ),
    },
    {
      name: "drivers.csv",
      required: false,
      columns: list(
        "driver_id driver_name phone license_number partner_company city state status created_at",
      ),
    },
    { name: "warehouses.csv", required: false, columns: WAREHOUSE_COLUMNS },
    { name: "warehouses_excel_mangled.csv", required: false, columns: WAREHOUSE_COLUMNS },
  ],
  mapping: { source: "dfras-case", files: [...masters, orders, ...logs] },
};
