import { expect, it } from "vitest";
import { EVENT_TYPES } from "./eventTypes.ts";
import { REASONS } from "./reasons.ts";

it("lists every type of the five domains once", () => {
  expect(EVENT_TYPES).toHaveLength(70);
  expect(new Set(EVENT_TYPES.map((entry) => entry.type)).size).toBe(70);
  const byTopic = Object.groupBy(EVENT_TYPES, (entry) => entry.topic);
  expect(
    Object.fromEntries(Object.entries(byTopic).map(([topic, entries]) => [topic, entries?.length])),
  ).toEqual({
    orders_raw: 5,
    fleet_raw: 43,
    warehouse_raw: 9,
    customer_raw: 5,
    external_raw: 8,
  });
  expect(EVENT_TYPES.every((entry) => entry.description !== "")).toBe(true);
});

it("lists 54 reasons, each with the family before its dot", () => {
  expect(REASONS).toHaveLength(54);
  expect(new Set(REASONS.map((reason) => reason.code)).size).toBe(54);
  expect(REASONS.every((reason) => reason.family === reason.code.split(".")[0])).toBe(true);
});
