import { expect, test } from "vitest";
import { newId } from "../id.ts";
import { formatKey, KEY_PATTERN, newSecret, parseKey } from "./format.ts";

const id = newId("key_");

test("a key is parsed into the parts it was made of", () => {
  for (const mode of ["live", "test"] as const) {
    const made = formatKey(mode, id, newSecret());
    expect(made.bearer).toMatch(new RegExp(`^${KEY_PATTERN.source}$`));
    expect(parseKey(made.bearer)).toEqual(made);
    expect(made.bearer.startsWith(`${made.prefix}_`)).toBe(true);
  }
});

test("every single changed character is noticed before any look-up", () => {
  const { bearer } = formatKey("live", id, newSecret());
  for (let i = 0; i < bearer.length; i++) {
    const other = bearer[i] === "a" ? "b" : "a";
    expect(parseKey(bearer.slice(0, i) + other + bearer.slice(i + 1))).toBeNull();
  }
});

test("a live key cannot be relabelled as a test key, and other texts are no keys", () => {
  const { bearer } = formatKey("live", id, newSecret());
  for (const text of [
    "",
    "dfk_live",
    bearer.replace("live", "test"),
    `${bearer}x`,
    ` ${bearer}`,
    `${bearer}\n`,
  ]) {
    expect(parseKey(text)).toBeNull();
  }
});

test("secrets are 32 base62 characters and differ", () => {
  const secrets = Array.from({ length: 200 }, newSecret);
  expect(secrets.every((secret) => /^[0-9A-Za-z]{32}$/.test(secret))).toBe(true);
  expect(new Set(secrets).size).toBe(200);
});
