import type { EventMapping, FileMapping, Value } from "../../mapping.ts";
import { column, constant, mapped, numberIn, oneOf, present, table, template, time } from "./values.ts";

type Members = Readonly<Record<string, Value>>;

/** An event of the row's order, told by the table's own id. */
function tells(id: string, type: string, at: string, members: Members = {}): EventMapping["members"] {
  return {
    type: constant(type),
    id: template(`{${id}}:${type.replace(/^.*\./, "")}`),
    occurred_at: time(at),
    order_id: column("order_id"),
    ...members,
  };
}

const RUN = {
  driver_id: column("driver_id"),
  vehicle_id: column("vehicle_number"),
  route_id: column("route_code"),
};

/**
 * Runs. The logs contradict each other and half of them precede their order, so a departure is told as an assignment,
 * which no delivery's state depends on, and a remark as a remark.
 */
const fleet = table("fleet_logs*.csv", "dfras-fleet", [
  {
    members: tells("fleet_log_id", "task.assigned", "departure_time", {
      ...RUN,
      "data.departed_at": time("departure_time"),
      "data.arrived_at": time("arrival_time"),
    }),
  },
  {
    when: [present("gps_delay_notes")],
    members: tells("fleet_log_id", "shipment.delayed", "arrival_time", {
      ...RUN,
      "data.note": column("gps_delay_notes"),
    }),
  },
]);

const SITE = { warehouse_id: column("warehouse_id") };

const warehouse = table("warehouse_logs*.csv", "dfras-warehouse", [
  { members: tells("log_id", "warehouse.picking_started", "picking_start", SITE) },
  { members: tells("log_id", "warehouse.picking_completed", "picking_end", SITE) },
  { members: tells("log_id", "warehouse.dispatched", "dispatch_time", SITE) },
  {
    when: [present("notes")],
    members: tells("log_id", "warehouse.note", "dispatch_time", { ...SITE, "data.text": column("notes") }),
  },
]);

function circumstance(type: string, members: Members = {}): EventMapping["members"] {
  return tells("factor_id", type, "recorded_at", { delivery_id: column("order_id"), ...members });
}

/** Traffic, weather and days out of the ordinary, as they were noted for one order. */
const factors = table("external_factors*.csv", "dfras-external", [
  {
    when: [present("weather_condition")],
    members: circumstance("context.weather", {
      "data.condition": mapped("weather_condition", { Clear: "clear", Rain: "rain", Fog: "fog" }),
      "data.severity": { column: "weather_condition", map: { Clear: 0, Rain: 1, Fog: 1 }, unmapped: "omit" },
    }),
  },
  {
    when: [oneOf("traffic_condition", "Clear", "Moderate", "Heavy")],
    members: circumstance("context.traffic", {
      "data.level": mapped("traffic_condition", { Clear: "clear", Moderate: "moderate", Heavy: "heavy" }),
    }),
  },
  ...["Holiday", "Festival", "Strike"].map((kind) => ({
    when: [oneOf("event_type", kind)],
    members: circumstance(`context.${kind.toLowerCase()}`, { "data.name": column("event_type") }),
  })),
]);

const feedback = table("feedback*.csv", "dfras-feedback", [
  {
    members: tells("feedback_id", "feedback.received", "created_at", {
      "data.text": column("feedback_text"),
      "data.rating": numberIn("rating"),
      "data.sentiment": mapped("sentiment", {
        Positive: "positive",
        Neutral: "neutral",
        Negative: "negative",
      }),
      "data.recipient.name": column("customer_name"),
    }),
  },
]);

/** What fleet, warehouses, surroundings and recipients told of the orders. */
export const logs: readonly FileMapping[] = [fleet, warehouse, factors, feedback];
