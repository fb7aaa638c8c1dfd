import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { VERSIONED_TABLES } from "../tables.ts";

const FOLDER = fileURLToPath(new URL("./", import.meta.url));
const sources = readdirSync(FOLDER, { recursive: true, encoding: "utf8" })
  .filter((name) => name.endsWith(".ts") && !name.endsWith("test.ts"))
  .map((name) => ({ name, text: readFileSync(`${FOLDER}${name}`, "utf8") }));

test("no query reads a versioned table but through latest()", () => {
  const bare = new RegExp(`\\{\\{\\s*(${VERSIONED_TABLES.join("|")}|dim_\\$\\{\\w+\\}|\\w*_facts)\\s*\\}\\}`);
  expect(sources.filter(({ text }) => bare.test(text)).map(({ name }) => name)).toEqual([]);
  expect(bare.test("SELECT 1 FROM {{failure_facts}}")).toBe(true);
});

test("no value is written into query text", () => {
  const literal = /(?:=|IN|LIKE)\s*'?\$\{(?!latest|OWN|instant)/;
  expect(sources.filter(({ text }) => literal.test(text)).map(({ name }) => name)).toEqual([]);
});
