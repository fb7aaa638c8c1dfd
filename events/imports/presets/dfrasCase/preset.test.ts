import { describe, expect, it } from "vitest";
import { takePersonal } from "../../../accept/takePersonal.ts";
import type { CanonicalEvent } from "../../../event.ts";
import { validateEvent } from "../../../validate/validateEvent.ts";
import { compileMapping } from "../../map/compileMapping.ts";
import { rowsOf } from "../../testing/rowsOf.ts";
import { findPreset } from "../presets.ts";

const preset = findPreset("dfras-case");
const policy = { hints: true, sources: null, now: Date.UTC(2026, 0) };

/** The validated events of a table of the preset's columns, with their content hashes. */
async function map(name: string, ...lines: readonly string[]) {
  const file = preset && compileMapping(preset.mapping).fileFor(name);
  const columns = preset?.files.find((each) => each.name === name)?.columns;
  if (!file || !columns) throw new Error(`no rule for ${name}`);
  const rows = await rowsOf([columns.join(","), ...lines].join("\n"), { onColumns: file.check });
  return rows
    .flatMap((row) => file.map(row))
    .map(({ json, error }) => {
      const checked = validateEvent(json, policy);
      if (error !== undefined || !checked.ok) throw new Error(JSON.stringify(error ?? checked));
      return { event: checked.event, hash: checked.contentHash };
    });
}

async function eventsOf(name: string, ...lines: readonly string[]): Promise<readonly CanonicalEvent[]> {
  return (await map(name, ...lines)).map(({ event }) => event);
}

/** An order placed on 1 March at 10:00 and promised for the 4th. */
const order = (status: string, actual = "", reason = "") =>
  `5,7,Asha Rao,+918000000001,"Flat 1\nRose Garden",Long Road,Pune,Maharashtra,041101,2025-03-01 10:00:00,` +
  `2025-03-04 10:00:00,${actual},${status},COD,99.5,${reason},2025-03-02 00:00:00`;

describe("orders", () => {
  it("are placed and promised, with people and doors apart", async () => {
    const [created] = await eventsOf("orders.csv", order("Pending"));
    if (created === undefined) throw new Error("no event");
    const { rest, personal } = takePersonal(created);
    expect(rest).toEqual({
      id: "5:created",
      source: "dfras-orders",
      type: "order.created",
      occurred_at: "2025-03-01T04:30:00.000Z",
      order_id: "5",
      delivery_id: "5",
      client_id: "7",
      city: "Pune",
      region: "Maharashtra",
      country: "IN",
      postal_code: "041101",
      data: {
        ordered_at: "2025-03-01T04:30:00.000Z",
        promised_by: "2025-03-04T04:30:00.000Z",
        amount: 99.5,
        currency: "INR",
        payment_mode: "cod",
        address: { city: "Pune", state: "Maharashtra", postal_code: "041101", country: "IN" },
      },
    });
    expect(JSON.parse(personal ?? "")).toEqual({
      data: {
        recipient: { name: "Asha Rao", phone: "8000000001" },
        address: { line1: "Flat 1\nRose Garden", line2: "Long Road" },
      },
    });
  });

  it.each(["Pending", "In-Transit"])("that are %s have not ended", async (status) => {
    expect((await eventsOf("orders.csv", order(status))).map(({ type }) => type)).toEqual(["order.created"]);
  });

  it("say the same of their placing whatever became of them", async () => {
    const [[pending], [failed]] = [
      await map("orders.csv", order("Pending")),
      await map("orders.csv", order("Failed", "", "Stockout")),
    ];
    expect(failed?.hash).toBe(pending?.hash);
  });

  it("that are delivered say when", async () => {
    const [, delivered] = await eventsOf("orders.csv", order("Delivered", "2025-03-05 10:00:00"));
    expect(delivered).toMatchObject({
      id: "5:delivered",
      type: "shipment.delivered",
      occurred_at: "2025-03-05T04:30:00.000Z",
    });
    expect(delivered).not.toHaveProperty("data");
  });

  it.each([
    ["Stockout", "warehouse.stockout"],
    ["Warehouse delay", "warehouse.delay"],
    ["Incorrect address", "address.invalid"],
    ["weather disruption", "external.weather"],
    ["Traffic congestion", "external.traffic"],
    ["Elephants", undefined],
    ["", undefined],
  ])("that failed for %j have the reason %s", async (text, reason) => {
    const [, failed] = await eventsOf("orders.csv", order("Failed", "", text));
    expect(failed).toMatchObject({ type: "shipment.attempt_failed", data: { time_estimated: true } });
    expect(failed?.occurred_at).toBe("2025-03-04T04:30:00.000Z");
    expect([failed?.reason, failed?.reason_text]).toEqual([reason, text || undefined]);
  });

  it("that came back say when, if they do", async () => {
    const [, estimated] = await eventsOf("orders.csv", order("Returned"));
    expect(estimated).toMatchObject({ type: "shipment.returned", data: { time_estimated: true } });
    const [, told] = await eventsOf("orders.csv", order("Returned", "2025-03-08 00:00:00"));
    expect(told).toMatchObject({ id: "5:returned", occurred_at: "2025-03-07T18:30:00.000Z" });
    expect(told).not.toHaveProperty("data");
  });
});

describe("logs", () => {
  const brief = (events: readonly CanonicalEvent[]) =>
    events.map(({ id, type, occurred_at, delivery_id }) => [
      id,
      type,
      occurred_at.slice(11, 16),
      delivery_id,
    ]);

  it("of the fleet tell of a run and what was noted", async () => {
    const run = (note: string) =>
      `3,5,9,MH01,R4,${note},2025-03-03 06:30:00,2025-03-03 08:30:00,2025-03-01 00:00:00`;
    const events = await eventsOf("fleet_logs.csv", run("Breakdown"));
    expect(brief(events)).toEqual([
      ["3:assigned", "task.assigned", "01:00", "5"],
      ["3:delayed", "shipment.delayed", "03:00", "5"],
    ]);
    expect(events[1]).toMatchObject({
      driver_id: "9",
      vehicle_id: "MH01",
      route_id: "R4",
      data: { note: "Breakdown" },
    });
    expect(events[1]).not.toHaveProperty("reason");
    expect(await eventsOf("fleet_logs.csv", run(""))).toHaveLength(1);
  });

  it("of the warehouse tell of its steps", async () => {
    const log = "3,5,9,2025-03-03 06:30:00,2025-03-03 06:40:00,2025-03-03 07:30:00,Slow packing";
    const events = await eventsOf("warehouse_logs.csv", log);
    expect(brief(events)).toEqual([
      ["3:picking_started", "warehouse.picking_started", "01:00", "5"],
      ["3:picking_completed", "warehouse.picking_completed", "01:10", "5"],
      ["3:dispatched", "warehouse.dispatched", "02:00", "5"],
      ["3:note", "warehouse.note", "02:00", "5"],
    ]);
  });

  it("of the surroundings are about one delivery", async () => {
    const events = await eventsOf(
      "external_factors.csv",
      "3,5,Heavy,Fog,Strike,2025-03-03 06:30:00",
      "4,5,Clear,Clear,,2025-03-03 06:30:00",
    );
    expect(events.map(({ type, data, delivery_id }) => [type, data, delivery_id])).toEqual([
      ["context.weather", { condition: "fog", severity: 1 }, "5"],
      ["context.traffic", { level: "heavy" }, "5"],
      ["context.strike", { name: "Strike" }, "5"],
      ["context.weather", { condition: "clear", severity: 0 }, "5"],
      ["context.traffic", { level: "clear" }, "5"],
    ]);
  });

  it("of recipients keep their words and names sealed", async () => {
    const [event] = await eventsOf("feedback.csv", "3,5,Asha Rao,Late again.,Negative,2,2025-03-06 10:00:00");
    if (event === undefined) throw new Error("no event");
    const { rest, personal } = takePersonal(event);
    expect(rest.data).toEqual({ rating: 2, sentiment: "negative" });
    expect(JSON.parse(personal ?? "")).toEqual({
      data: { text: "Late again.", recipient: { name: "Asha Rao" } },
    });
  });
});

describe("masters", () => {
  it("keep people apart from the business", async () => {
    const lines = {
      "clients.csv":
        "7,Rao LLC,27X,Asha Rao,08000000001,a@b.in,Flat 1,Long Road,Pune,Maharashtra,041101,2024-01-02 03:04:05",
      "drivers.csv": "9,Ravi Das,8000000001,DL01,Shadowfax,Pune,Maharashtra,Active,2024-01-02 03:04:05",
      "warehouses.csv":
        "3,Warehouse 3,Maharashtra,Pune,041101,900,Asha Rao,+918000000001,2024-01-02 03:04:05",
    };
    for (const [name, line] of Object.entries(lines)) {
      const [event] = await eventsOf(name, line);
      if (event === undefined) throw new Error("no event");
      const { rest } = takePersonal(event);
      expect(rest).toMatchObject({
        occurred_at: "2024-01-01T21:34:00.000Z",
        data: { city: "Pune", state: "Maharashtra" },
      });
      expect(JSON.stringify(rest)).not.toMatch(/Asha|80000|@|DL01|Flat|Long Road/);
    }
  });

  it("are the same after a spreadsheet", async () => {
    const [sound] = await map(
      "warehouses.csv",
      "3,Warehouse 3,Maharashtra,Pune,001101,900,Asha Rao,+910000000001,2024-11-02 03:04:05",
    );
    const [mangled] = await map(
      "warehouses_excel_mangled.csv",
      "3,Warehouse 3,Maharashtra,Pune,1101,900,Asha Rao,910000000001,11/2/2024 3:04",
    );
    expect(mangled).toEqual(sound);
    expect(sound?.event.data).toMatchObject({
      capacity_orders_per_day: 900,
      address: { postal_code: "001101" },
    });
  });
});
