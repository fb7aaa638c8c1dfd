import { expect, test } from "vitest";
import { bindParams } from "./bindParams.ts";

test("identities of 64 bits in an array are bound as numbers, everything else as given", () => {
  const text = "SELECT {a:Array(UInt64)}, {b:Array(String)}, {c:UInt64}";
  expect(bindParams(text, { a: ["18446744073709551615", 2], b: ["1"], c: "3" })).toEqual({
    a: [18446744073709551615n, 2n],
    b: ["1"],
    c: "3",
  });
});
