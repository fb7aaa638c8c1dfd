import { expect, it } from "vitest";
import { REASON_CODES } from "../catalogue/reasons.ts";
import { addressFlags } from "./addressFlags.ts";
import { deriveEvent } from "./deriveEvent.ts";
import { deriveText } from "./deriveText.ts";
import { TOPIC_PATTERNS } from "./topicPatterns.ts";

const address = (line1: string, line2 = "MG Road", more = {}) => ({
  lines: [line1, line2],
  city: "Pune",
  state: "Maharashtra",
  postalCode: "411001",
  country: "IN",
  ...more,
});

it.each([
  ["12, Rose Court", "MG Road", {}, []],
  ["Flat B, Rose Court", "MG Road", {}, []],
  ["Rose Court", "12 MG Road", {}, []],
  ["Rose Court", "MG Road", {}, ["missing_number"]],
  ["Rose Court", "Sector 14", {}, ["missing_number"]],
  ["near old temple", "MG Road", {}, ["vague_landmark"]],
  ["12, Rose Court", "opp. bus stand", {}, []],
  ["12, Rose Court", "MG Road", { postalCode: "560001" }, ["mismatched_postal_code"]],
  ["12, Rose Court", "MG Road", { postalCode: "400014" }, ["mismatched_postal_code"]],
  ["12, Rose Court", "MG Road", { city: "Satara", postalCode: "415001" }, []],
  ["12, Rose Court", "MG Road", { city: "Satara", postalCode: "110001" }, ["mismatched_postal_code"]],
  ["12, Rose Court", "MG Road", { postalCode: "" }, ["missing_postal_code"]],
  ["12, Rose Court", "MG Road", { postalCode: "41100" }, ["invalid_postal_code"]],
  ["10 Downing Street", "", { city: "London", state: "", country: "GB", postalCode: "SW1A 2AA" }, []],
  ["Rua Augusta 100", "", { city: "São Paulo", state: "SP", country: "BR", postalCode: "01305-000" }, []],
  ["1 Lugar", "Rua X", { country: "XX", postalCode: "whatever" }, []],
  ["same as above", "", {}, ["placeholder"]],
  ["n/a", "", {}, ["placeholder"]],
  ["12 A", "", {}, ["too_short"]],
  ["12 Rose Court", "12 Rose Court", {}, ["repeated_words"]],
])("flags the address %j, %j", (line1, line2, more, expected) => {
  expect(addressFlags(address(line1, line2, more))).toEqual(expected);
});

it.each([
  ["Consignee not available at the address", ["recipient.absent"]],
  ["customer asked to deliver next Monday", ["recipient.requested_later"]],
  ["Receiver refused, wants refund", ["recipient.refused"]],
  ["house number missing in address", ["address.incomplete"]],
  ["Courier never came, fake attempt", ["carrier.driver"]],
  ["flat tyre on the highway", ["vehicle.breakdown"]],
  ["Heavy rain, water logging near the market", ["external.weather"]],
  ["two packers on leave, backlog growing", ["warehouse.capacity"]],
  ["item out of stock, awaiting replenishment", ["warehouse.stockout"]],
  ["scanner not working since noon", ["warehouse.delay"]],
  ["parcel sent to wrong hub", ["carrier.missort"]],
  ["printer jam", []],
  ["signed by reception", []],
  ["ok", []],
])("finds the topics of %j", (text, topics) => {
  expect(deriveText([text]).topics).toEqual(topics);
});

it("tells good words from bad ones", () => {
  expect(deriveText(["Great service, thank you!"]).sentiment).toBe(1);
  expect(deriveText(["Rude and late"]).sentiment).toBe(-1);
  expect(deriveText(["polite but late"]).sentiment).toBe(0);
});

it("knows only codes of the reason catalogue as topics", () => {
  expect(TOPIC_PATTERNS.map(({ topic }) => topic).filter((topic) => !REASON_CODES.has(topic))).toEqual([]);
});

it("comes to an end on long and hostile texts, finding nothing", () => {
  for (const text of ["no ".repeat(5_000), "customer ".repeat(3_000), `not ${"a".repeat(50_000)}`])
    expect(deriveText([text]).topics).toEqual([]);
});

it("derives nothing where there is nothing, and hashes an address regardless of how it is written", () => {
  const event = { id: "1", source: "s", type: "order.created", occurred_at: "2026-01-01T00:00:00.000Z" };
  const hash = (line1: string) =>
    deriveEvent(
      { ...event, data: { address: { line1, city: "Pune", postal_code: "411001" } } },
      (text) => text,
    )?.address?.hash;
  expect(deriveEvent(event, (text) => text)).toBeNull();
  expect(deriveEvent({ ...event, data: { address: { city: "Pune" } } }, (text) => text)).toBeNull();
  expect(hash("Flat 7,  MG-Road")).toBe(hash("flat 7 mg road"));
  expect(hash("Flat 8, MG Road")).not.toBe(hash("flat 7 mg road"));
});
