import { isDeepStrictEqual } from "node:util";
import fc from "fast-check";
import { expect, it } from "vitest";
import type { CanonicalEvent } from "../event.ts";
import { mergePersonal } from "../personal/mergePersonal.ts";
import { takePersonal } from "./takePersonal.ts";

const base: CanonicalEvent = {
  id: "1",
  source: "s",
  type: "order.created",
  occurred_at: "2026-01-01T00:00:00.000Z",
};

it("takes people and words, and leaves places and figures", () => {
  const { rest, personal, subject } = takePersonal({
    ...base,
    customer_id: "U-9",
    delivery_id: "D-1",
    reason_text: "dock full",
    data: {
      amount: 5,
      recipient: { name: "Asha" },
      note: "call first",
      address: {
        line1: "Flat 7",
        line2: "MG Road",
        landmark: "bank",
        city: "Pune",
        state: "MH",
        postal_code: "411001",
        country: "IN",
      },
    },
  });
  expect(rest).toEqual({
    ...base,
    customer_id: "U-9",
    delivery_id: "D-1",
    data: { amount: 5, address: { city: "Pune", state: "MH", postal_code: "411001", country: "IN" } },
  });
  expect(JSON.parse(personal ?? "")).toEqual({
    reason_text: "dock full",
    data: {
      recipient: { name: "Asha" },
      note: "call first",
      address: { line1: "Flat 7", line2: "MG Road", landmark: "bank" },
    },
  });
  expect(subject).toBe("customer:U-9");
});

it("takes nothing where nothing is personal", () => {
  const event = { ...base, delivery_id: "D-1", data: { promised_by: "2026-01-02T00:00:00.000Z" } };
  expect(takePersonal(event)).toEqual({ rest: event, personal: null, subject: "delivery:D-1" });
  expect(takePersonal(base)).toEqual({ rest: base, personal: null, subject: "tenant" });
});

it("takes an address of one line whole, and a customer's name but no driver's", () => {
  const { rest, personal } = takePersonal({
    ...base,
    type: "customer.updated",
    data: { name: "Asha", city: "Pune", address: "Flat 7, MG Road" },
  });
  expect(rest.data).toEqual({ city: "Pune" });
  expect(JSON.parse(personal ?? "")).toEqual({ data: { name: "Asha", address: "Flat 7, MG Road" } });
  expect(takePersonal({ ...base, type: "driver.updated", data: { name: "Gopal" } }).personal).toBeNull();
});

it("takes what is personal at every depth, in arrays too", () => {
  const { rest, personal } = takePersonal({
    ...base,
    data: {
      guardian: { phone: "98765", relation: "aunt" },
      items: [{ sku: "A" }, { sku: "B", recipient: { name: "Asha" } }],
      stops: [[{ note: "ring twice", eta: 5 }], "hub"],
      pickup: { address: { line1: "Flat 7", city: "Pune" }, address_type: "home" },
      via: { address: "Flat 8, MG Road" },
    },
  });
  expect(rest.data).toEqual({
    guardian: { relation: "aunt" },
    items: [{ sku: "A" }, { sku: "B" }],
    stops: [[{ eta: 5 }], "hub"],
    pickup: { address: { city: "Pune" }, address_type: "home" },
    via: {},
  });
  expect(JSON.parse(personal ?? "")).toEqual({
    data: {
      guardian: { phone: "98765" },
      items: { 1: { recipient: { name: "Asha" } } },
      stops: { 0: { 0: { note: "ring twice" } } },
      pickup: { address: { line1: "Flat 7" } },
      via: { address: "Flat 8, MG Road" },
    },
  });
});

it("copies nothing of an event without personal members, and changes none that has some", () => {
  const data = { items: [{ sku: "A" }], address: { city: "Pune" }, nested: { empty: {}, address: {} } };
  expect(takePersonal({ ...base, data }).rest.data).toBe(data);
  const withNote = { items: data.items, stops: [{ note: "x" }] };
  const copy = structuredClone(withNote);
  expect(takePersonal({ ...base, data: withNote }).rest.data?.["items"]).toBe(withNote.items);
  expect(withNote).toEqual(copy);
});

const WORDS = ["text", "note", "notes", "comment", "comments", "remarks", "instructions"];
const PERSONAL = [...WORDS, "recipient", "contact", "phone", "email"];
const PLACE = ["city", "state", "postal_code", "country"];
const NAMES = [...PERSONAL, ...PLACE, "address", "name", "line1", "0", "1", "__proto__", "length", "data"];

const { data: anyData } = fc.letrec<{ value: unknown; data: Record<string, unknown> }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 6, depthSize: "medium" },
    fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null)),
    fc.array(tie("value"), { maxLength: 4 }),
    tie("data"),
  ),
  data: fc.dictionary(fc.oneof(fc.constantFrom(...NAMES), fc.string()), tie("value"), {
    maxKeys: 5,
    noNullPrototype: true,
  }),
}));
const anyEvent = fc
  .record({
    type: fc.constantFrom("order.created", "customer.updated", "driver.updated"),
    reason_text: fc.option(fc.string(), { nil: undefined }),
    data: fc.option(anyData, { nil: undefined }),
  })
  .map((members): CanonicalEvent => JSON.parse(JSON.stringify({ ...base, ...members })));

/** The paths of members that may not be in clear. */
function inClear(value: unknown, type: string, path = ""): string[] {
  if (typeof value !== "object" || value === null) return [];
  if (Array.isArray(value)) return value.flatMap((item, at) => inClear(item, type, `${path}/${at}`));
  return Object.entries(value).flatMap(([name, member]) => {
    const here = `${path}/${name}`;
    const isPerson = name === "name" && type === "customer.updated";
    const isLine = path.endsWith("/address") && !PLACE.includes(name);
    const isAddress = name === "address" && Object.prototype.toString.call(member) !== "[object Object]";
    if (PERSONAL.includes(name) || isPerson || isLine || isAddress) return [here];
    return inClear(member, type, here);
  });
}

it("leaves nothing personal at any depth, and gives the event again when merged back", () => {
  fc.assert(
    fc.property(anyEvent, (event) => {
      const { rest, personal } = takePersonal(event);
      expect(inClear(rest.data, event.type)).toEqual([]);
      expect(takePersonal(rest as CanonicalEvent).personal).toBeNull();
      // Through JSON, as both parts are stored.
      const { reason_text, data } = JSON.parse(personal ?? "{}");
      const open: Record<string, unknown> | undefined = rest.data && JSON.parse(JSON.stringify(rest.data));
      const merged = {
        ...rest,
        ...(reason_text !== undefined && { reason_text }),
        ...(open && { data: mergePersonal(open, data ?? {}) }),
      };
      expect(isDeepStrictEqual(merged, event)).toBe(true);
      expect(personal === null).toBe(reason_text === undefined && data === undefined);
    }),
    { numRuns: 2_000 },
  );
});
