import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { hashId, newId } from "./id.ts";

test("fresh ids carry their prefix, differ, and sort by the order in which they were made", () => {
  const ids = Array.from({ length: 1000 }, () => newId("bat_"));
  expect(ids[0]).toMatch(/^bat_[0-9a-hjkmnp-tv-z]{26}$/);
  expect(new Set(ids).size).toBe(1000);
  expect([...ids].sort()).toEqual(ids);
});

test("a hashed id depends on every part and on where the parts are divided", () => {
  expect(hashId("fal_", "ten_a", "D-1")).toMatch(/^fal_[0-9a-hjkmnp-tv-z]{26}$/);
  expect(hashId("fal_", "ten_a", "D-1")).toBe(hashId("fal_", "ten_a", "D-1"));
  expect(hashId("fal_", "ab", "c")).not.toBe(hashId("fal_", "a", "bc"));
});

test("a hashed id is the beginning of the digest in base32", () => {
  const digest = createHash("sha256").update("a\u001fb").digest("hex");
  const bits = BigInt(`0x${digest}`).toString(2).padStart(256, "0").slice(0, 130);
  const alphabet = "0123456789abcdefghjkmnpqrstvwxyz";
  const expected = (bits.match(/.{5}/g) ?? []).map((five) => alphabet[Number.parseInt(five, 2)]).join("");
  expect(hashId("x_", "a", "b")).toBe(`x_${expected}`);
});
