import { describe, expect, it } from "vitest";
import { CAUSES, familyOf, VAGUE_REASONS } from "./causes.ts";
import { DOOR_TABLES } from "./door.ts";
import { expertModel } from "./expert.ts";
import { phraseOf } from "./phrases.ts";
import { PLACE_TABLES } from "./place.ts";
import { REASON_TABLES } from "./reports.ts";
import { WAY_TABLES } from "./way.ts";
import { WORD_TABLES } from "./words.ts";

const tables = [...DOOR_TABLES, ...PLACE_TABLES, ...WAY_TABLES];
const names = [...REASON_TABLES, ...WORD_TABLES];
const families = new Set(CAUSES.map(familyOf));
const codes = new Set<string>([...CAUSES, ...VAGUE_REASONS]);

describe("the expert table", () => {
  it("gives each row a probability for each level, at most 1 together", () => {
    for (const { name, levels, any, rows } of tables)
      for (const [key, row] of [["any", any] as const, ...Object.entries(rows)]) {
        expect(row.length, `${name} ${key}`).toBe(levels.length);
        expect(
          row.reduce((sum, p) => sum + p, 0),
          `${name} ${key}`,
        ).toBeLessThanOrEqual(1.0001);
        expect(Math.min(...row), `${name} ${key}`).toBeGreaterThan(0);
      }
  });

  it("names causes, families and codes that exist", () => {
    for (const { name, rows } of tables)
      for (const key of Object.keys(rows))
        expect(codes.has(key) || families.has(key), `${name} ${key}`).toBe(true);
    for (const { name, usage, confused } of names)
      for (const key of [
        ...Object.keys(usage),
        ...Object.entries(confused).flatMap(([cause, others]) => [cause, ...Object.keys(others)]),
      ])
        expect(codes.has(key), `${name} ${key}`).toBe(true);
  });

  it("lets nobody name causes more than always", () => {
    for (const { name, right, usage, confused } of names) {
      expect(
        Object.values(usage).reduce((sum, p) => sum + p, 0),
        name,
      ).toBeLessThanOrEqual(1.0001);
      for (const [cause, others] of Object.entries(confused))
        expect(
          right + Object.values(others).reduce((sum, p) => sum + p, 0),
          `${name} ${cause}`,
        ).toBeLessThanOrEqual(1.0001);
    }
  });

  it("has each feature once and a phrase for each code", () => {
    const all = [...tables, ...names].map(({ name }) => name);
    expect(new Set(all).size).toBe(all.length);
    for (const code of codes) if (code !== "unexplained") expect(phraseOf(code), code).not.toMatch(/^of /);
  });

  it("has priors that sum to 1 for every kind", () => {
    for (const [kind, priors] of Object.entries(expertModel().logPriors))
      expect(
        priors.reduce((sum, log) => sum + Math.exp(log), 0),
        kind,
      ).toBeCloseTo(1, 9);
  });
});
