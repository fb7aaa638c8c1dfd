import { describe, expect, it } from "vitest";
import type { EventMapping, FileMapping, Mapping } from "../mapping.ts";
import { FileProblem } from "../rows/fileProblem.ts";
import type { Row } from "../rows/row.ts";
import { compileMapping } from "./compileMapping.ts";
import { nameMatches } from "./matchName.ts";

function compile(file: Partial<FileMapping>) {
  const mapping: Mapping = { source: "oms", files: [{ match: "*", format: "csv", ...file }] };
  const compiled = compileMapping(mapping).fileFor("any");
  if (compiled === null) throw new Error("no rule");
  return compiled;
}

const row = (cells: Row["cells"]): Row => ({ number: 1, bytes: 1, cells, raw: "" });

const MEMBERS: EventMapping["members"] = {
  type: { const: "order.created" },
  id: { template: "order-{id}" },
  occurred_at: { column: "at", as: "time" },
};

describe("events of a row", () => {
  it("have nested members, without those that are absent", () => {
    const file = compile({
      events: [
        {
          members: {
            ...MEMBERS,
            order_id: { column: "id" },
            "data.address.city": { column: "city" },
            "data.address.line1": { column: "street" },
            "data.recipient.name": { column: "name" },
            "data.amount": { first: [{ column: "paid", as: "number" }, { const: 0 }] },
          },
        },
      ],
    });
    expect(
      file.map(row({ id: " 7", at: "2025-01-01", city: "Pune", street: "", name: " ", paid: "" })),
    ).toEqual([
      {
        json: {
          source: "oms",
          type: "order.created",
          id: "order-7",
          occurred_at: "2025-01-01T00:00:00.000Z",
          order_id: "7",
          data: { address: { city: "Pune" }, amount: 0 },
        },
      },
    ]);
  });

  it("name the column of a reason that is neither known to the map nor a code", () => {
    const reason = { column: "state", map: { REF: "recipient.refused" } };
    const file = compile({ events: [{ members: { ...MEMBERS, reason } }] });
    const map = (state: string) => file.map(row({ id: "7", at: "2025-01-01", state }))[0];
    expect(map("ref")?.json["reason"]).toBe("recipient.refused");
    expect(map("recipient.absent")?.json["reason"]).toBe("recipient.absent");
    expect(map("DOG")?.error).toMatchObject({ code: "not_in_list", pointer: "/columns/state" });
  });

  it("are as many as there are rules that hold", () => {
    const rule = (name: string, when: EventMapping["when"] = []): EventMapping => ({
      when,
      members: { ...MEMBERS, id: { const: name } },
    });
    const file = compile({
      events: [
        rule("always"),
        rule("failed", [{ column: "status", in: ["Failed", "Lost"] }]),
        rule("told", [{ column: "why", present: true }]),
        rule("untold", [
          { column: "why", present: false },
          { column: "status", in: ["failed"] },
        ]),
      ],
    });
    const made = (status: string, why: string) =>
      file.map(row({ id: "1", at: "2025-01-01", status, why })).map(({ json }) => json["id"]);
    expect(made(" FAILED ", "")).toEqual(["always", "failed", "untold"]);
    expect(made("ok", "rain")).toEqual(["always", "told"]);
  });

  it("may say their source themselves", () => {
    const file = compile({ events: [{ members: { ...MEMBERS, source: { column: "from" } } }] });
    const sources = ["wms", ""].map(
      (from) => file.map(row({ id: "1", at: "2025-01-01", from }))[0]?.json["source"],
    );
    expect(sources).toEqual(["wms", "oms"]);
  });

  it("carry the first fault, with as much as could be made", () => {
    const file = compile({
      events: [{ members: { ...MEMBERS, "data.amount": { column: "paid", as: "number" } } }],
    });
    const [bad] = file.map(row({ id: "1", at: "yesterday", paid: "much" }));
    expect(bad?.json).toEqual({ source: "oms", type: "order.created", id: "order-1" });
    expect(bad?.error).toMatchObject({ code: "invalid_format", pointer: "/columns/at" });
  });

  it("need an id and a time: half an id is none", () => {
    const file = compile({ events: [{ members: MEMBERS }] });
    expect(file.map(row({ id: "", at: "2025-01-01" }))[0]?.error).toMatchObject({
      code: "required",
      pointer: "/columns/id",
    });
    expect(file.map(row({ id: "1", at: "" }))[0]?.error).toMatchObject({
      code: "required",
      pointer: "/columns/at",
    });
  });

  it("pass on what was wrong with the row", () => {
    const error = { code: "too_few_cells", pointer: "/columns/at", detail: "" };
    expect(compile({ events: [{ members: MEMBERS }] }).map({ ...row({}), error })).toEqual([
      { json: {}, error },
    ]);
  });

  it("never come from what every object has", () => {
    const file = compile({ events: [{ members: { ...MEMBERS, city: { column: "constructor" } } }] });
    expect(file.map(row({ id: "1", at: "2025-01-01" }))[0]?.json).not.toHaveProperty("city");
  });
});

describe("lines of NDJSON", () => {
  it("are read by path, by a name with dots first", () => {
    const file = compile({
      format: "ndjson",
      events: [
        {
          members: {
            ...MEMBERS,
            city: { column: "to.city" },
            "data.items": { column: "items" },
            "data.weight_kg": { column: "dotted.kg" },
          },
        },
      ],
    });
    const line = { id: 7, at: "2025-01-01", to: { city: "Pune" }, items: [{ sku: "a" }], "dotted.kg": 2 };
    expect(file.map(row(line))[0]?.json).toMatchObject({
      id: "order-7",
      city: "Pune",
      data: { items: [{ sku: "a" }], weight_kg: 2 },
    });
    expect(file.map(row({ ...line, to: "Pune" }))[0]?.json).not.toHaveProperty("city");
  });

  it("fail alone without a required member", () => {
    const file = compile({ format: "ndjson", required_columns: ["at"], events: [{ members: MEMBERS }] });
    expect(file.map(row({ id: "1" }))[0]?.error).toMatchObject({
      code: "missing_column",
      pointer: "/columns/at",
    });
  });
});

describe("a file's columns", () => {
  const problemOf = (file: ReturnType<typeof compile>, columns: readonly string[]) => {
    try {
      file.check(columns);
      return null;
    } catch (error) {
      if (error instanceof FileProblem) return [error.code, error.detail];
      throw error;
    }
  };

  it("must be those that the rules name, of `first` one", () => {
    const file = compile({
      required_columns: ["status"],
      events: [{ members: { ...MEMBERS, city: { first: [{ column: "town" }, { column: "city" }] } } }],
    });
    expect(problemOf(file, ["id", "at", "status", "city", "more"])).toBeNull();
    expect(problemOf(file, ["id", "At", "status", "city"])).toEqual([
      "missing_column",
      'the column "at" is missing; did you mean "At"?',
    ]);
    expect(problemOf(file, ["id", "at", "city"])?.[1]).toContain('"status"');
    expect(problemOf(file, ["id", "at", "status"])?.[1]).toContain('"town" or "city"');
    expect(problemOf(file, ["id;at;status;city"])?.[1]).toContain("is the delimiter right?");
  });

  it("are members' paths where rows are events already", () => {
    const file = compile({ as_is: true });
    expect(problemOf(file, ["type", "id", "occurred_at", "data.free.deep", "location.lat"])).toBeNull();
    expect(problemOf(file, ["type", "id"])?.[0]).toBe("missing_column");
    expect(problemOf(file, ["type", "id", "occured_at"])).toEqual([
      "unknown_column",
      '"occured_at": is not a member of an event, free ones go below data; did you mean "occurred_at"?',
    ]);
    expect(problemOf(file, ["type", "id", "occurred_at", "data", "data.a"])?.[0]).toBe("clashing_columns");
  });
});

describe("rows that are events already", () => {
  it("have their members read as the type says", () => {
    const file = compile({ as_is: true });
    const cells = {
      type: "feedback.received",
      id: "1",
      source: "",
      occurred_at: "2025-01-01T00:00:00Z",
      delivery_id: "007",
      "location.lat": "18.5",
      "location.lon": "73.8",
      "data.rating": "4",
      "data.text": "4",
      "data.free": "12",
    };
    expect(file.map(row(cells))).toEqual([
      {
        json: {
          source: "oms",
          type: "feedback.received",
          id: "1",
          occurred_at: "2025-01-01T00:00:00Z",
          delivery_id: "007",
          location: { lat: 18.5, lon: 73.8 },
          data: { rating: 4, text: "4", free: "12" },
        },
      },
    ]);
    expect(file.map(row({ ...cells, "data.rating": "four" }))[0]?.error?.pointer).toBe(
      "/columns/data.rating",
    );
  });

  it("stay as they are in lines, and get a source", () => {
    const file = compile({ format: "ndjson", as_is: true });
    expect(file.map(row({ id: "1", unknown: 1 }))).toEqual([
      { json: { source: "oms", id: "1", unknown: 1 } },
    ]);
    expect(file.map(row({ id: "1", source: "wms" }))[0]?.json["source"]).toBe("wms");
  });
});

it("goes by the first rule that the file's name matches", () => {
  const rule = (match: string): FileMapping => ({ match, format: "csv", events: [] });
  const mapping = compileMapping({ source: "s", files: [rule("warehouse_*.csv"), rule("ware*.csv")] });
  expect(
    ["warehouse_logs.csv", "Warehouses.CSV", "x.csv"].map((name) => mapping.fileFor(name)?.order),
  ).toEqual([0, 1, undefined]);
  expect(nameMatches("a*b*c", "a-b-b-c")).toBe(true);
  expect(nameMatches("a*b*c", "a-c-b")).toBe(false);
  expect(nameMatches("*".repeat(200), "x".repeat(5_000))).toBe(true);
  expect(nameMatches(`${"*a".repeat(100)}b`, "a".repeat(5_000))).toBe(false);
});
