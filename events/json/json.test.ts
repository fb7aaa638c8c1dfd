import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { inspectJson } from "./inspectJson.ts";
import { isExact } from "./isExact.ts";
import { countMembers, scanJson } from "./scanJson.ts";

const scan = (text: string) => scanJson(Buffer.from(text));
const inspect = (text: string, more = {}) =>
  inspectJson(text, { values: 1_000, ...more }).map(({ code, pointer }) => `${code} ${pointer}`);

describe("the scan", () => {
  it("counts the members that parsing keeps, in any JSON, however it is spaced", () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 5 }), fc.constantFrom(0, 2), (value, space) => {
        const text = JSON.stringify(value, null, space);
        expect(scan(text).members).toBe(countMembers(JSON.parse(text)));
      }),
      { numRuns: 300 },
    );
  });

  it("counts more members than are kept exactly when a name comes twice", () => {
    const name = fc.constantFrom("a", "b", "__proto__", "constructor", "\\u0061", 'q\\"', "x:y");
    fc.assert(
      fc.property(fc.array(fc.tuple(name, fc.constantFrom("1", '"a:b"', "{}"))), (members) => {
        const text = `{${members.map(([key, value]) => `"${key}":${value}`).join(",")}}`;
        const names = members.map(([key]) => JSON.parse(`"${key}"`));
        const twice = new Set(names).size < names.length;
        expect(scan(text).members > countMembers(JSON.parse(text))).toBe(twice);
        expect(inspect(text).some((fault) => fault.startsWith("duplicate_key"))).toBe(twice);
      }),
      { numRuns: 300 },
    );
  });

  it("tells levels, elements, the longest element and how many values there are", () => {
    expect(scan('[[1,"],["],{"a":{}}]')).toMatchObject({ depth: 3, elements: 2, longest: 10 });
    expect(scan('{"a":[1,2,3]}').values).toBeGreaterThanOrEqual(5);
    expect(scan("[".repeat(9)).depth).toBe(9);
  });

  test.each([
    ["[9007199254740993]", true],
    ["[-12345678901234567890]", true],
    ["[1e400]", true],
    ["[1E2]", true],
    ["[18.520430000000001,-73.85674300000000,123456789012345]", false],
    ['["9007199254740993","1e400"]', false],
    ["[true,false,null]", false],
  ])("%s may hold a number that is not kept exactly: %s", (text, expected) => {
    expect(scan(text).longNumber).toBe(expected);
  });
});

test.each([
  ["9007199254740991", true],
  ["9007199254740993", false],
  ["12345678901234567890", false],
  ["100000000000000000000", true],
  ["1e21", true],
  ["1.5E+300", true],
  ["1e400", false],
  ["-1e400", false],
  ["1e-400", false],
  ["0e10", true],
  ["0.1000000000000000055", true],
  ["9007199254740993.5", false],
  ["9007199254740994.0", true],
])("the number %s is exact: %s", (literal, expected) => {
  expect(isExact(literal)).toBe(expected);
});

test.each([
  ['{"a":1,"b":{"c":[0,{"d":1,"d":2}]}}', ["duplicate_key /b/c/1/d"]],
  ['{"a/b":{"~":9007199254740993}}', ["out_of_range /a~1b/~0"]],
  ['{"a":"\\ud800","b":"\\ud83d\\ude00"}', ["invalid_format /a"]],
  ['{"a":["x","\\u0000"]}', ["invalid_format /a/1"]],
  ['{"\\udc00":1}', ["invalid_format /\ufffd"]],
  ['{"a":1,"a":2,"n":1e999}', ["duplicate_key /a", "out_of_range /n"]],
  ['{"__proto__":1,"__proto__":2}', ["duplicate_key /__proto__"]],
  ['{"a":{"a":{"a":1}}}', []],
  ['[{"a":1},{"a":2}]', []],
  ['{"a":"\\"a\\":1","b":"{\\"a\\":"}', []],
])("inspected, %s has the faults %j", (text, expected) => {
  expect(inspect(text)).toEqual(expected);
});

describe("the inspection", () => {
  it("ends where it is too deep or too much, and says where", () => {
    expect(inspect(`{"x":1,"data":${"[".repeat(5)}`, { depth: 4 })).toEqual(["too_deep /data"]);
    expect(inspect(`[${"1,".repeat(2_000)}1]`)).toEqual(["too_large /1000"]);
    expect(inspect("[".repeat(1_000_000), { values: 1e9 })).toEqual(["too_deep /0"]);
  });

  it("tells of twenty faults at most, in pointers that stay short and can be kept anywhere", () => {
    const many = Array.from({ length: 500 }, () => '"a":1').join(",");
    expect(inspect(`{${many}}`)).toHaveLength(20);
    const [long = ""] = inspect(`{"${"n".repeat(1_000)}":1e999}`);
    expect(long.length).toBeLessThan(120);
  });

  it("goes as far as it can with what is no JSON, and never fails", () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'{}[]",:\\u019e-. a') }), (text) => {
        inspectJson(text, { values: 50 });
        scan(text);
      }),
      { numRuns: 2_000 },
    );
  });
});
