import { expect, it } from "vitest";
import type { MasterEvent } from "./masterEvent.ts";
import { toDimRow } from "./toDimRow.ts";

const event: MasterEvent = {
  tenantKey: 7,
  source: "hr",
  id: "e-1",
  kind: "driver",
  entityId: "DR-1",
  at: "2026-11-02 08:00:00.000",
  city: "Pune",
  data: {},
  personal: "p1.sealed",
};
const rowOf = (set: Partial<MasterEvent>) =>
  toDimRow({ event: { ...event, ...set }, live: true, version: 1 });
const attributesOf = (set: Partial<MasterEvent>) => JSON.parse(rowOf(set).attributes);

it("takes name and city out of the data, the city else from the event", () => {
  expect(rowOf({ data: { name: "Gopal", city: "Surat", shift: "night" } })).toMatchObject({
    tenant_key: 7,
    driver_id: "DR-1",
    name: "Gopal",
    city: "Surat",
    attributes: '{"shift":"night"}',
    is_deleted: 0,
  });
  expect(rowOf({ data: { name: 5 } })).toMatchObject({ name: "", city: "Pune" });
});

it("writes the same attributes as the same text", () => {
  const one = rowOf({ data: { b: { y: 1, x: [1.0] }, a: 2 } });
  expect(rowOf({ data: { a: 2, b: { x: [1], y: 1 } } }).attributes).toBe(one.attributes);
});

it("keeps sealed members of customers only, and nobody's personal members in clear at any depth", () => {
  expect(rowOf({}).personal).toBeUndefined();
  expect(rowOf({ kind: "customer" }).personal).toBe("p1.sealed");
  const keeper = { role: "owner", phone: "+91 98", email: "a@b.example", notes: "ring twice" };
  const data = {
    tier: 1,
    keeper,
    keepers: [[keeper]],
    contact: keeper,
    address: { line1: "Flat 7", city: "Pune" },
  };
  expect(attributesOf({ data })).toEqual({
    tier: 1,
    keeper: { role: "owner" },
    keepers: [[{ role: "owner" }]],
    address: { city: "Pune" },
  });
  const profile = { profile: { name: "Asha", plan: "gold" } };
  expect(attributesOf({ kind: "customer", data: profile })).toEqual({ profile: { plan: "gold" } });
  expect(attributesOf({ kind: "vehicle", data: profile })).toEqual(profile);
});

it("marks what is not live as deleted", () => {
  expect(toDimRow({ event, live: false, version: 3 })).toMatchObject({ is_deleted: 1, version: 3 });
});
