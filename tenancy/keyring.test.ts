import { createHmac, randomBytes } from "node:crypto";
import { expect, test } from "vitest";
import { createKeyring, createMac } from "./keyring.ts";

const keyring = createKeyring(randomBytes(32));

test("what was encrypted comes back, text and bytes, and never looks the same twice", () => {
  const bytes = randomBytes(100);
  expect(keyring.decrypt(keyring.encrypt("gate code 4711, ñ", "a"), "a").toString()).toBe(
    "gate code 4711, ñ",
  );
  expect(keyring.decrypt(keyring.encrypt(bytes, "a"), "a")).toEqual(bytes);
  expect(keyring.encrypt("", "a")).not.toBe(keyring.encrypt("", "a"));
  expect(keyring.encrypt("x", "a")).toMatch(/^v1\.[\w-]+$/);
});

test("another owner, another key, a changed byte or a cut text is refused", () => {
  const sealed = keyring.encrypt("secret", "ten_a");
  const flipped = sealed.slice(0, 10) + (sealed[10] === "A" ? "B" : "A") + sealed.slice(11);
  expect(() => keyring.decrypt(sealed, "ten_b")).toThrow();
  expect(() => createKeyring(randomBytes(32)).decrypt(sealed, "ten_a")).toThrow();
  expect(() => keyring.decrypt(flipped, "ten_a")).toThrow();
  expect(() => keyring.decrypt(sealed.slice(0, 20), "ten_a")).toThrow();
  expect(() => keyring.decrypt(sealed.replace("v1.", "v2."), "ten_a")).toThrow(/version/);
});

test("macs repeat for the same key and differ by purpose and key", () => {
  expect(keyring.hmac("api-key", "x")).toEqual(keyring.hmac("api-key", "x"));
  expect(keyring.hmac("api-key", "x")).not.toEqual(keyring.hmac("cursor", "x"));
  expect(keyring.hmac("api-key", "x")).not.toEqual(createKeyring(randomBytes(32)).hmac("api-key", "x"));
});

test("the mac is HMAC-SHA-256", () => {
  for (const length of [32, 64]) {
    const key = randomBytes(length);
    const mac = createMac(key);
    for (const text of ["", "a", "ñ".repeat(200)]) {
      expect(mac(text)).toEqual(createHmac("sha256", key).update(text).digest());
    }
  }
});

test("a short secret is refused", () => {
  expect(() => createKeyring(randomBytes(16))).toThrow(/32 bytes/);
});
