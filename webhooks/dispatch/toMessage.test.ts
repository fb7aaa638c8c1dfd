import { expect, test } from "vitest";
import { toMessage } from "./toMessage.ts";

const result = {
  type: "failure.analyzed",
  object_id: "fal_1",
  version: 3,
  occurred_at: "2026-11-20T08:00:00.000Z",
  data: { id: "fal_1", version: 3 },
};

test("the id follows from tenant, type, object and version, and from nothing else", () => {
  const { id } = toMessage("ten_a", result);
  expect(id).toMatch(/^msg_[0-9a-z]{26}$/);
  expect(toMessage("ten_a", { ...result, data: { other: true }, occurred_at: "x" }).id).toBe(id);
  const others = [
    toMessage("ten_b", result),
    toMessage("ten_a", { ...result, type: "failure.detected" }),
    toMessage("ten_a", { ...result, object_id: "fal_2" }),
    toMessage("ten_a", { ...result, version: 4 }),
  ];
  expect(new Set([id, ...others.map((other) => other.id)]).size).toBe(5);
});

test("the body holds type, timestamp and data", () => {
  expect(JSON.parse(toMessage("ten_a", result).payload)).toEqual({
    type: "failure.analyzed",
    timestamp: "2026-11-20T08:00:00.000Z",
    data: { id: "fal_1", version: 3 },
  });
});
