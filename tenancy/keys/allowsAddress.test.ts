import { expect, test } from "vitest";
import { allowsAddress } from "./allowsAddress.ts";

test("no list allows all, a list allows what it holds", () => {
  expect(allowsAddress(null, undefined)).toBe(true);
  const list = ["203.0.113.7", "10.0.0.0/8", "2001:db8::/32"];
  for (const from of ["203.0.113.7", "::ffff:203.0.113.7", "10.9.8.7", "2001:db8::1"])
    expect(allowsAddress(list, from)).toBe(true);
  for (const from of ["203.0.113.8", "11.0.0.1", "2001:db9::1", "nonsense", undefined])
    expect(allowsAddress(list, from)).toBe(false);
});
