import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { knownVariables } from "./variables.ts";

test.each([
  [".env.example", /^([A-Z_]+)=/gm],
  ["README.md", /^\| (`[^|]+) \|/gm],
])("%s lists every variable that the configuration reads, and no other", (file, line) => {
  const lines = [...readFileSync(file, "utf8").matchAll(line)].map(([, names = ""]) => names);
  const listed = lines.flatMap((names) => names.match(/[A-Z_]{4,}/g) ?? []);
  expect(knownVariables().size).toBeGreaterThan(10);
  expect([...new Set(listed)].sort()).toEqual([...knownVariables()].sort());
});
