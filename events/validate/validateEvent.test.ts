import { describe, expect, it } from "vitest";
import { type ValidationPolicy, validateEvent } from "./validateEvent.ts";

const NOW = Date.parse("2026-11-21T10:00:00Z");
const LIVE: ValidationPolicy = { hints: false, sources: null, now: NOW };
const TEST: ValidationPolicy = { ...LIVE, hints: true };

const base = {
  id: "e-1",
  source: "tms",
  type: "shipment.delivered",
  occurred_at: "2026-11-20T08:15:00+05:30",
  delivery_id: "D-1",
};
const faults = (json: unknown, policy = LIVE) => {
  const result = validateEvent(json, policy);
  return result.ok ? [] : result.errors.map(({ code, pointer }) => `${code} ${pointer}`);
};
const with_ = (more: object) => ({ ...base, ...more });
const without = (...names: string[]) =>
  Object.fromEntries(Object.entries(base).filter(([name]) => !names.includes(name)));
const accepted = (json: unknown, policy = LIVE) => {
  const result = validateEvent(json, policy);
  if (!result.ok) throw new Error(JSON.stringify(result.errors));
  return result.event;
};

describe("what comes out", () => {
  it("has instants in UTC and what was left out filled in", () => {
    expect(
      accepted({
        id: "1",
        type: "order.created",
        occurred_at: "2026-11-20T08:15:00+05:30",
        order_id: "O-1",
        data: { promised_by: "2026-11-21T21:00:00+05:30", gift: true },
      }),
    ).toEqual({
      id: "1",
      source: "api",
      type: "order.created",
      occurred_at: "2026-11-20T02:45:00.000Z",
      order_id: "O-1",
      delivery_id: "O-1",
      data: { promised_by: "2026-11-21T15:30:00.000Z", gift: true },
    });
  });
  it("does not change what was sent", () => {
    const sent = {
      ...base,
      type: "order.created",
      order_id: "O",
      data: { promised_by: "2026-11-21T21:00:00+05:30" },
    };
    const before = structuredClone(sent);
    validateEvent(sent, LIVE);
    expect(sent).toEqual(before);
  });
  it("has the same content hash for the same instant, another for another value", () => {
    const hash = (json: unknown) => {
      const result = validateEvent(json, TEST);
      return result.ok ? result.contentHash : "";
    };
    const one = hash(base);
    expect(one).toMatch(/^[0-9a-f]{64}$/);
    expect(hash(with_({ occurred_at: "2026-11-20T02:45:00Z", received_hint: "2026-11-20T02:46:00Z" }))).toBe(
      one,
    );
    expect(hash(with_({ reason: "unknown" }))).not.toBe(one);
  });
  it("fills in the source that the credential may write as", () => {
    expect(accepted(without("source")).source).toBe("api");
    expect(accepted(without("source"), { ...LIVE, sources: ["wms", "tms"] }).source).toBe("wms");
    expect(accepted(base, { ...LIVE, sources: ["wms", "tms"] }).source).toBe("tms");
    expect(accepted(base, { ...LIVE, sources: ["wms"] }).source).toBe("wms");
  });
});

describe("top level", () => {
  it.each([["text"], [1], [null], [true], [[1, 2]]])("refuses %j", (json) => {
    expect(faults(json)).toEqual(["invalid_type "]);
  });
  it("lists all that is wrong at once", () => {
    expect(
      faults({ type: "shipment.deliverd", occurred_at: "soon", reason: "dog", vehicel_id: "V" }).sort(),
    ).toEqual([
      "invalid_format /occurred_at",
      "not_in_list /reason",
      "required /id",
      "unknown_field /vehicel_id",
      "unknown_type /type",
    ]);
  });
  it("names the nearest type, field and reason", () => {
    const result = validateEvent(
      with_({ type: "warehouse.dispatch", vehicel_id: "V", reason: "recipient.abscent" }),
      LIVE,
    );
    const details = result.ok ? "" : result.errors.map((error) => error.detail).join();
    expect(details).toMatch(/warehouse\.dispatched/);
    expect(details).toMatch(/vehicle_id/);
    expect(details).toMatch(/recipient\.absent/);
  });
  it("knows nothing that objects inherit", () => {
    expect(faults(with_({ constructor: "x" }))).toEqual(["unknown_field /constructor"]);
    expect(
      faults(
        JSON.parse(`{"id":"1","type":"toString","occurred_at":"2026-11-20T00:00:00Z","__proto__":{}}`),
      ).sort(),
    ).toEqual(["unknown_field /__proto__", "unknown_type /type"]);
  });
  it("escapes names in pointers", () => {
    expect(faults(with_({ "a/b~c": 1 }))).toEqual(["unknown_field /a~1b~0c"]);
  });
  it("takes received_hint for test keys only", () => {
    const hinted = with_({ received_hint: "2026-11-20T08:16:00+05:30" });
    expect(accepted(hinted, TEST).received_hint).toBe("2026-11-20T02:46:00.000Z");
    expect(faults(hinted)).toEqual(["unknown_field /received_hint"]);
    expect(faults(with_({ received_hint: "2026-12-20T08:16:00Z" }), TEST)).toEqual([
      "out_of_range /received_hint",
    ]);
  });
  it("refuses an event that corrects itself", () => {
    expect(faults(with_({ corrects: "e-1" }))).toEqual(["self_correction /corrects"]);
    expect(faults(with_({ corrects: "e-0" }))).toEqual([]);
  });
});

describe("references", () => {
  it.each([
    ["x".repeat(128), []],
    ["x".repeat(129), ["too_long /city"]],
    ["😀".repeat(128), []],
    ["😀".repeat(129), ["too_long /city"]],
    ["पुणे", []],
    ["ක්\u200dෂ", []],
    ["São Paulo / Zona-1 #4", []],
    ["", ["too_short /city"]],
    ["a\u0000", ["invalid_format /city"]],
    ["a\u007f", ["invalid_format /city"]],
    ["a\u0085b", ["invalid_format /city"]],
    ["a\u202eb", ["invalid_format /city"]],
    ["a\u2028b", ["invalid_format /city"]],
    ["a\ud800b", ["invalid_format /city"]],
    [7, ["invalid_type /city"]],
    [null, ["invalid_type /city"]],
  ])("judges %j", (city, expected) => {
    expect(faults(with_({ city }))).toEqual(expected);
  });
});

describe("times", () => {
  it.each([
    ["shipment.delivered", "2026-11-22T10:00:00Z", []],
    ["shipment.delivered", "2026-11-22T10:00:00.001Z", ["out_of_range /occurred_at"]],
    ["context.festival", "2027-12-26T10:00:00Z", []],
    ["context.festival", "2027-12-26T10:00:01Z", ["out_of_range /occurred_at"]],
    ["shipment.delivered", "2000-01-01T00:00:00Z", []],
    ["shipment.delivered", "2000-01-01T00:00:00+00:01", ["out_of_range /occurred_at"]],
    ["shipment.delivered", 1792500000, ["invalid_type /occurred_at"]],
  ])("judges %s at %s", (type, occurred_at, expected) => {
    expect(faults(with_({ type, occurred_at }))).toEqual(expected);
  });
});

describe("references that a type needs", () => {
  it.each([
    ["order.created", {}, ["required /order_id"]],
    ["order.created", { delivery_id: "D" }, ["required /order_id"]],
    ["shipment.created", { order_id: "O" }, []],
    ["shipment.created", {}, ["required /delivery_id"]],
    ["vehicle.position", {}, ["required /vehicle_id"]],
    ["route.stop_arrived", {}, ["required /route_id"]],
    ["route.stop_arrived", { delivery_id: "D" }, []],
    ["task.assigned", { route_id: "R" }, []],
    ["warehouse.packed", {}, ["required /warehouse_id", "required /delivery_id"]],
    ["warehouse.packed", { warehouse_id: "W", order_id: "O" }, []],
    ["warehouse.load", { warehouse_id: "W" }, []],
    ["warehouse.updated", { warehouse_id: "W" }, []],
    ["feedback.received", { customer_id: "U" }, []],
    ["feedback.received", {}, ["required /delivery_id"]],
    ["customer.updated", { delivery_id: "D" }, ["required /customer_id"]],
    ["client.updated", {}, ["required /client_id"]],
    ["driver.updated", { driver_id: "DR" }, []],
    ["event.retracted", {}, ["required /corrects"]],
    ["event.retracted", { corrects: "e-0" }, []],
    ["context.weather", {}, ["required /city"]],
    ["context.weather", { zone: "Z" }, []],
    ["context.weather", { delivery_id: "D" }, []],
    ["context.weather", { location: { lat: 1, lon: 2 } }, ["required /data/radius_km"]],
    ["context.weather", { location: { lat: 1, lon: 2 }, data: { radius_km: 5 } }, []],
  ])("%s with %j", (type, refs, expected) => {
    expect(faults({ ...without("delivery_id"), type, ...refs })).toEqual(expected);
  });
});

describe("location and data", () => {
  it.each([
    [{ lat: -90, lon: 180 }, []],
    [{ lat: 90.1, lon: -180.1 }, ["out_of_range /location/lat", "out_of_range /location/lon"]],
    [{ lat: "1", lon: 2 }, ["invalid_type /location/lat"]],
    [{ lat: 1 }, ["required /location/lon"]],
    [{ lat: 1, lon: 1, alt: 3 }, ["unknown_field /location/alt"]],
    [[1, 2], ["invalid_type /location"]],
  ])("location %j", (location, expected) => {
    expect(faults(with_({ location }))).toEqual(expected);
  });

  it.each([
    [
      "order.created",
      { promised_by: "soon", amount: "1", items: {}, anything: [1] },
      ["invalid_format /data/promised_by", "invalid_type /data/amount", "invalid_type /data/items"],
    ],
    [
      "order.created",
      { address: { line1: 5, postal_code: "4" }, recipient: "Asha" },
      ["invalid_type /data/address/line1", "invalid_type /data/recipient"],
    ],
    ["order.created", { promised_by: "1999-01-01T00:00:00Z" }, ["out_of_range /data/promised_by"]],
    ["order.cancelled", { by: "courier" }, ["not_in_list /data/by"]],
    ["shipment.delivered", { outcome: "gone" }, ["not_in_list /data/outcome"]],
    ["shipment.delivered", { outcome: "safe_place" }, []],
    ["feedback.received", { rating: 6 }, ["out_of_range /data/rating"]],
    ["feedback.received", { rating: 5, sentiment: "positive" }, []],
    ["context.weather", { severity: 3, temperature_c: -12.5 }, []],
    ["context.weather", { severity: -1 }, ["out_of_range /data/severity"]],
    [
      "context.traffic",
      { level: "jammed", delay_ratio: -1 },
      ["not_in_list /data/level", "out_of_range /data/delay_ratio"],
    ],
    ["driver.updated", { since: "2026-09-15" }, []],
    ["driver.updated", { since: "2026-09-15T00:00:00+05:30" }, []],
    ["driver.updated", { since: "2026-09-31" }, ["invalid_format /data/since"]],
    ["shipment.delivered", JSON.parse('{"big":1e999}'), ["invalid_format /data"]],
    ["shipment.delivered", { half: "\ud800" }, ["invalid_format /data/half"]],
    ["shipment.delivered", { list: [{ a: "x\0" }] }, ["invalid_format /data/list/0/a"]],
    ["shipment.delivered", { list: ["\\u0000"] }, []],
    ["shipment.delivered", { "b\0": 1 }, ["invalid_format /data/b\ufffd"]],
    ["shipment.delivered", [], ["invalid_type /data"]],
    ["shipment.delivered", { blob: "x".repeat(65_525) }, []],
    ["shipment.delivered", { blob: "x".repeat(65_526) }, ["too_large /data"]],
    ["shipment.delivered", { blob: "é".repeat(32_763) }, ["too_large /data"]],
  ])("data of %s", (type, data, expected) => {
    expect(faults({ ...base, type, order_id: "O", driver_id: "DR", city: "Pune", data })).toEqual(expected);
  });

  it("refuses nesting that only costs stack", () => {
    const deep = JSON.parse(`${'{"a":'.repeat(5_000)}1${"}".repeat(5_000)}`);
    expect(faults(with_({ data: deep }))).toEqual(["too_deep /data"]);
  });

  it("keeps free members of any name", () => {
    const data = JSON.parse('{"__proto__":{"x":1},"promised_by":"2026-11-21T21:00:00+05:30"}');
    expect(JSON.stringify(accepted(with_({ type: "shipment.rescheduled", data })).data)).toBe(
      '{"__proto__":{"x":1},"promised_by":"2026-11-21T15:30:00.000Z"}',
    );
  });
});
