import canonicalize from "canonicalize";
import fc from "fast-check";
import { expect, it } from "vitest";
import type { CanonicalEvent } from "../event.ts";
import { canonicalJson, contentHash } from "./canonicalJson.ts";

it("writes what RFC 8785 prescribes, for any JSON", () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 5 }), (value) => {
      const parsed: unknown = JSON.parse(JSON.stringify(value));
      expect(canonicalJson(parsed)).toBe(canonicalize(parsed));
    }),
    { numRuns: 200 },
  );
  fc.assert(
    fc.property(
      fc.dictionary(
        fc.string({ unit: "binary" }),
        fc.oneof(fc.string({ unit: "binary" }), fc.double({ noNaN: true, noDefaultInfinity: true })),
      ),
      (value) => {
        expect(canonicalJson(value)).toBe(canonicalize(value));
      },
    ),
    { numRuns: 200 },
  );
});

it("does not depend on the order of members", () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (value) => {
      const turned = Object.fromEntries(Object.entries(value).reverse());
      expect(canonicalJson(turned)).toBe(canonicalJson(value));
    }),
  );
});

it("sorts by UTF-16 code units and writes numbers as ECMAScript does", () => {
  expect(
    canonicalJson({ "\u20ac": 1, "\r": 2, "\ufb33": 3, "1": 4, "\u{1f600}": 5, "\u0080": 6, ö: 7 }),
  ).toBe('{"\\r":2,"1":4,"\u0080":6,"ö":7,"€":1,"😀":5,"\ufb33":3}');
  expect(
    canonicalJson([Number("333333333.33333329"), 1e30, 4.5, 2e-3, 0.000000000000000000000000001, -0]),
  ).toBe("[333333333.3333333,1e+30,4.5,0.002,1e-27,0]");
});

it("refuses what has no canonical form", () => {
  expect(() => canonicalJson("\ud800")).toThrow(RangeError);
  expect(() => canonicalJson({ "\udc00": 1 })).toThrow(RangeError);
  expect(() => canonicalJson([Number.POSITIVE_INFINITY])).toThrow(RangeError);
});

it("leaves received_hint out of the content", () => {
  const event: CanonicalEvent = {
    id: "1",
    source: "s",
    type: "order.created",
    occurred_at: "2026-01-01T00:00:00.000Z",
  };
  const hash = contentHash(event);
  expect(hash).toMatch(/^[0-9a-f]{64}$/);
  expect(contentHash({ ...event, received_hint: "2026-01-01T00:00:01.000Z" })).toBe(hash);
  expect(contentHash({ ...event, city: "Pune" })).not.toBe(hash);
});
