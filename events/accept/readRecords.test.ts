import fc from "fast-check";
import { expect, it } from "vitest";
import { MAX_EVENT_BYTES } from "../limits.ts";
import { readRecords } from "./readRecords.ts";

const read = (body: string | Buffer, format: "json" | "ndjson" | "auto" = "auto") =>
  readRecords(Buffer.from(body), { format }).map(({ index, json, error }) => [index, error?.code ?? json]);

it("reads an object, an array and lines alike", () => {
  expect(read('{"id":1}')).toEqual([[0, { id: 1 }]]);
  expect(read(' [{"id":1},\n{"id":2}] ')).toEqual([
    [0, { id: 1 }],
    [1, { id: 2 }],
  ]);
  expect(read('{"id":1}\r\n\n{"id":2}\n')).toEqual([
    [0, { id: 1 }],
    [1, { id: 2 }],
  ]);
  expect(read('\ufeff{"id":1}')).toEqual([[0, { id: 1 }]]);
});

it("loses no other record to a broken one", () => {
  expect(read('{"id":1}\n{"id":2\n{"id":3}', "ndjson")).toEqual([
    [0, { id: 1 }],
    [1, "invalid_json"],
    [2, { id: 3 }],
  ]);
  expect(read('[{"id":1},{"id":2,},{"id":"]},["},nope,[4]]')).toEqual([
    [0, { id: 1 }],
    [1, "invalid_json"],
    [2, { id: "]},[" }],
    [3, "invalid_json"],
    [4, [4]],
  ]);
  expect(read('[{"id":1},{"id":2')).toEqual([
    [0, { id: 1 }],
    [1, "invalid_json"],
  ]);
  expect(read('[{"id":1},{"id":"2')).toEqual([
    [0, { id: 1 }],
    [1, "invalid_json"],
  ]);
  expect(read("{nope", "json")).toEqual([[0, "invalid_json"]]);
});

it("takes a line of a JSON array as one record", () => {
  expect(read("[1,2]\n[3]", "ndjson")).toEqual([
    [0, [1, 2]],
    [1, [3]],
  ]);
});

it("fails a line that is no UTF-8 alone", () => {
  const body = Buffer.concat([
    Buffer.from('{"id":1}\n{"id":"'),
    Buffer.of(0xff),
    Buffer.from('"}\n{"id":3}'),
  ]);
  expect(read(body, "ndjson")).toEqual([
    [0, { id: 1 }],
    [1, "invalid_json"],
    [2, { id: 3 }],
  ]);
  expect(() => read(Buffer.of(0x7b, 0xff), "json")).toThrow(
    expect.objectContaining({ code: "invalid_request" }),
  );
});

it("gives every record its text", () => {
  const [, second] = readRecords(Buffer.from('[{"id":1},{"id": 2}]'), { format: "json" });
  expect(JSON.parse(second?.raw ?? "")).toEqual({ id: 2 });
});

it("holds to the limits", () => {
  const big = JSON.stringify({ id: "x".repeat(MAX_EVENT_BYTES) });
  expect(read(`${big}\n{"id":1}`, "ndjson")).toEqual([
    [0, "too_large"],
    [1, { id: 1 }],
  ]);
  expect(read(`[${big},{"id":1}]`)).toEqual([
    [0, "too_large"],
    [1, { id: 1 }],
  ]);
  expect(() => read("{}\n".repeat(1_001), "ndjson")).toThrow(expect.objectContaining({ code: "too_large" }));
  expect(() => read(" ".repeat(5_000_001))).toThrow(expect.objectContaining({ code: "too_large" }));
  for (const empty of ["", "  \n ", "[]", "[ ]"])
    expect(() => read(empty)).toThrow(expect.objectContaining({ code: "invalid_request" }));
});

it("splits a broken array of any values where the values end", () => {
  fc.assert(
    fc.property(fc.array(fc.jsonValue(), { minLength: 1, maxLength: 8 }), (values) => {
      const text = `[${values.map((value) => JSON.stringify(value)).join(" , ")}, oops]`;
      expect(read(text)).toEqual([
        ...values.map((value, index) => [index, JSON.parse(JSON.stringify(value))]),
        [values.length, "invalid_json"],
      ]);
    }),
  );
});

const faults = (body: string, format: "json" | "ndjson" | "auto" = "auto") =>
  readRecords(Buffer.from(body), { format }).map(({ error, errors, json }) =>
    error === undefined ? json : (errors ?? [error]).map(({ code, pointer }) => `${code} ${pointer}`),
  );

it("refuses what parsing would take without a word, in the record that it is in", () => {
  const good = '{"id":1}';
  const bad = '{"id":2,"data":{"a":1,"a":2}}';
  const expected = [{ id: 1 }, ["duplicate_key /data/a"], { id: 1 }];
  expect(faults(`[${good},${bad},${good}]`)).toEqual(expected);
  expect(faults(`${good}\n${bad}\n${good}`, "ndjson")).toEqual(expected);
  expect(faults(bad, "json")).toEqual([["duplicate_key /data/a"]]);
  expect(faults('[{"n":9007199254740993},{"n":1e400},{"n":1e2}]')).toEqual([
    ["out_of_range /n"],
    ["out_of_range /n"],
    { n: 100 },
  ]);
  // What could be parsed is told all the same, so that its id can be read.
  expect(readRecords(Buffer.from(bad), { format: "json" })[0]).toMatchObject({ json: { id: 2 } });
});

it("does not parse what is too deep, and takes the rest", () => {
  const deep = `{"id":2,"data":${'{"a":'.repeat(70)}1${"}".repeat(71)}`;
  const [first, second] = readRecords(Buffer.from(`[{"id":1},${deep}]`), { format: "json" });
  expect(first?.json).toEqual({ id: 1 });
  expect([second?.error?.code, second?.error?.pointer, second?.json]).toEqual([
    "too_deep",
    "/data",
    undefined,
  ]);
});

it("refuses bodies of too many values or records before it parses them", () => {
  const tooLarge = expect.objectContaining({ code: "too_large" });
  expect(() => read(`[${"[],".repeat(1_000)}[]]`)).toThrow(tooLarge);
  expect(() => read(`{"a":[${"1,".repeat(400_000)}1]}`)).toThrow(tooLarge);
  expect(() => read("{}\n".repeat(1_500_000), "ndjson")).toThrow(tooLarge);
  expect(() => read("[".repeat(5_000_000))).toThrow(tooLarge);
});

it("keeps names that mean something to JavaScript as what they are", () => {
  const [record] = readRecords(Buffer.from('{"id":"1","__proto__":{"x":1},"constructor":{"prototype":2}}'), {
    format: "json",
  });
  expect(Object.keys(record?.json as object)).toEqual(["id", "__proto__", "constructor"]);
  expect(({} as Record<string, unknown>)["x"]).toBe(undefined);
});
