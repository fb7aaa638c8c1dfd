import { expect, test } from "vitest";
import { createRooms } from "./rooms.ts";

const quick = { state: "delivered", duration_ms: 5 } as const;
const hanging = { state: "pending", duration_ms: 15_000 } as const;

test("an endpoint that hangs is soon left one place, and earns the others back", () => {
  const rooms = createRooms();
  const attempt = (outcome: typeof quick | typeof hanging) => {
    rooms.begin("wep_1");
    rooms.end("wep_1", outcome);
    return rooms.left().get("wep_1");
  };
  expect(attempt(hanging)).toBe(8);
  for (let i = 0; i < 5; i++) attempt(hanging);
  expect(attempt(hanging)).toBe(1);
  expect(attempt(quick)).toBe(3);
  for (let i = 0; i < 50; i++) attempt(quick);
  expect(attempt(quick)).toBe(64);
});

test("attempts in hand take room, and an endpoint unused for a minute is forgotten", () => {
  let now = 0;
  const rooms = createRooms(() => now);
  for (let i = 0; i < 16; i++) rooms.begin("wep_1");
  expect(rooms.left().get("wep_1")).toBe(0);
  now = 100_000;
  expect(rooms.left().has("wep_1")).toBe(true);
  for (let i = 0; i < 16; i++) rooms.end("wep_1", hanging);
  now += 61_000;
  expect(rooms.left().has("wep_1")).toBe(false);
});
