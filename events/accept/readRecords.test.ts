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
