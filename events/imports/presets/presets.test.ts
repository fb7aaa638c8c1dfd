import { describe, expect, it } from "vitest";
import { validateEvent } from "../../validate/validateEvent.ts";
import { compileMapping } from "../map/compileMapping.ts";
import { rowsOf } from "../testing/rowsOf.ts";
import { findPreset, PRESETS } from "./presets.ts";

const policy = { hints: true, sources: null, now: Date.UTC(2026, 0) };

it("are found by their names, which are all different", () => {
  expect(PRESETS.map(({ name }) => findPreset(name))).toEqual(PRESETS);
  expect(new Set(PRESETS.map(({ name }) => name)).size).toBe(PRESETS.length);
  expect(findPreset("toString")).toBeNull();
});

it.each(PRESETS.flatMap(({ name, files }) => files.map((file) => [name, file.name] as const)))(
  "%s has a rule for %s that asks for no more than its columns",
  (name, fileName) => {
    const preset = findPreset(name);
    const columns = preset?.files.find((file) => file.name === fileName)?.columns;
    const file = preset && compileMapping(preset.mapping).fileFor(fileName.replace("*", "any"));
    if (!file || !columns) throw new Error("no rule");
    expect(() => file.check(columns)).not.toThrow();
  },
);

describe("canonical", () => {
  const canonical = findPreset("canonical");

  /** The events of a file, validated. */
  async function eventsOf(name: string, text: string) {
    const file = canonical && compileMapping(canonical.mapping).fileFor(name);
    if (!file) throw new Error("no rule");
    const rows = await rowsOf(text, { ...file.rule, onColumns: file.check });
    return rows
      .flatMap((row) => file.map(row))
      .map(({ json, error }) => error ?? validateEvent(json, policy));
  }

  const event = {
    id: "1",
    source: "wms",
    type: "order.created",
    occurred_at: "2025-03-01T10:00:00+05:30",
    order_id: "0042",
    data: { amount: 12.5, items: [{ sku: "a" }], address: { city: "Pune" } },
  };

  it("gives the same event by line and by row", async () => {
    const [line] = await eventsOf("events.ndjson", JSON.stringify(event));
    const [row] = await eventsOf(
      "events.csv",
      "id,source,type,occurred_at,order_id,driver_id,data.amount,data.items,data.address.city,data.promised_by\n" +
        '1,wms,order.created,2025-03-01T10:00:00+05:30,0042,,12.50,"[{""sku"":""a""}]",Pune,\n',
    );
    expect(line).toMatchObject({ ok: true, event: { source: "wms", delivery_id: "0042" } });
    expect(row).toEqual(line);
  });

  it("says what is wrong with an event as the API does", async () => {
    const [unknown] = await eventsOf("events.jsonl", JSON.stringify({ ...event, drivr_id: "9" }));
    expect(unknown).toMatchObject({ ok: false, errors: [{ pointer: "/drivr_id", code: "unknown_field" }] });
  });
});
