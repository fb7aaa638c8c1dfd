import type { LikelihoodTable } from "./table.ts";

/** Circumstances of the place. Most deliveries in bad weather or heavy traffic arrive, so what merely coincides weighs little. */
export const PLACE_TABLES: readonly LikelihoodTable[] = [
  {
    name: "weather",
    weight: 1,
    tauMinutes: 360,
    scaleKm: 30,
    levels: ["clear", "light", "bad", "severe"],
    any: [0.74, 0.17, 0.06, 0.03],
    rows: { "external.weather": [0.04, 0.1, 0.44, 0.42], "external.road": [0.58, 0.2, 0.12, 0.1] },
  },
  {
    name: "weather_alert",
    weight: 0.5,
    tauMinutes: 720,
    scaleKm: 50,
    levels: ["light", "bad", "severe"],
    any: [0.02, 0.04, 0.03],
    rows: { "external.weather": [0.05, 0.25, 0.35], "external.road": [0.03, 0.06, 0.08] },
  },
  {
    name: "traffic",
    weight: 1,
    tauMinutes: 180,
    scaleKm: 10,
    levels: ["clear", "moderate", "heavy", "jam", "standstill"],
    any: [0.2, 0.32, 0.32, 0.11, 0.05],
    rows: {
      "external.traffic": [0.04, 0.12, 0.38, 0.28, 0.18],
      "external.road": [0.12, 0.28, 0.38, 0.15, 0.07],
    },
  },
  {
    name: "road_closure",
    weight: 1,
    tauMinutes: 360,
    scaleKm: 5,
    levels: ["in_zone", "in_city"],
    any: [0.05, 0.05],
    rows: {
      "external.road": [0.7, 0.12],
      "external.traffic": [0.09, 0.07],
      "address.inaccessible": [0.3, 0.1],
    },
  },
  {
    name: "strike",
    weight: 1,
    levels: ["in_force"],
    any: [0.02],
    rows: { "external.strike": [0.85], "external.civil": [0.3], "carrier.capacity": [0.04] },
  },
  {
    name: "holiday",
    weight: 0.8,
    levels: ["in_force"],
    any: [0.04],
    rows: { "external.holiday": [0.85], "recipient.premises_closed": [0.25], "recipient.absent": [0.06] },
  },
  {
    name: "festival",
    weight: 0.5,
    levels: ["in_force"],
    any: [0.09],
    rows: {
      "external.holiday": [0.6],
      "external.traffic": [0.14],
      "warehouse.capacity": [0.2],
      "carrier.capacity": [0.2],
      "recipient.absent": [0.12],
    },
  },
  {
    name: "gathering",
    weight: 0.6,
    levels: ["in_force"],
    any: [0.06],
    rows: { "external.traffic": [0.14], "external.road": [0.12], "external.civil": [0.2] },
  },
];
