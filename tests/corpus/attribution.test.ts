import { describe, expect, it } from "vitest";
import { benchAttribution } from "../../load-tests/bench/attribution.ts";
import { corpusFolder } from "./planted.ts";

/** Every third delivery of the planted ones, by its number: a fixed slice of some 700 first failures. */
const SLICE = { oneIn: 3 };

describe("the causes of the planted failures", () => {
  it("are found by evidence and recorded reasons, better than by repeating the reason", () => {
    const { first } = benchAttribution(corpusFolder("planted"), SLICE);
    expect(first.n).toBeGreaterThan(600);
    expect(first.top1).toBeGreaterThanOrEqual(0.78);
    expect(first.top1).toBeGreaterThan(first.echo + 0.15);
    expect(first.top3).toBeGreaterThanOrEqual(0.93);
    expect(first.ece).toBeLessThanOrEqual(0.08);
  });

  it("are found without any recorded reason", () => {
    const { first } = benchAttribution(corpusFolder("planted"), { ...SLICE, noReasons: true });
    expect(first.top1).toBeGreaterThanOrEqual(0.66);
    expect(first.top1).toBeGreaterThan(first.echo + 0.3);
  });
});
