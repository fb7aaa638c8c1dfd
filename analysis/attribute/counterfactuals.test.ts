import { expect, test } from "vitest";
import { risksOf } from "../fit/risks.ts";
import type { ExposureCount } from "../fit/types.ts";
import { expertModel } from "../model/expert.ts";
import { failureOf } from "../testFacts.ts";
import type { Feature } from "../types.ts";
import { analyse } from "./analyse.ts";

const count = (level: string, attempts: number, failed: number): ExposureCount => ({
  ...{ group: "attempt", name: "weather", level, attempts, failed },
});
const seen = (name: string, level: string): Feature => ({
  ...{ name, level, observed: null, normal: null, unit: null, minutesBefore: 0, distanceKm: null },
  ...{ statement: `${name} ${level}`, events: [] },
});
const reported = [seen("recorded_reason", "external.weather"), seen("weather", "severe")];
const explain = (counts: readonly ExposureCount[], features = reported) => {
  const risks = risksOf(counts);
  const model = { ...expertModel(), ...(risks ? { risks } : {}) };
  return analyse(failureOf({ kind: "attempt_failed" }), { features }, model, { final: true });
};

test("tells the risk with and without the circumstance, counted over attempts that failed or not", () => {
  const found = explain([count("clear", 4_000, 200), count("severe", 400, 160)]);
  expect(found.primary?.cause).toBe("external.weather");
  const [first] = found.counterfactuals;
  expect(first?.without).toBe("external.weather");
  expect(first?.risk).toBeCloseTo(0.05, 2);
  expect(first?.actual_risk).toBeCloseTo(0.37, 1);
  expect(found.narrative).toMatch(/Of deliveries in such circumstances 3\d % fail, of others 5 %/);
});

test("a storm that harms nobody makes no difference, and few attempts say little", () => {
  expect(explain([count("clear", 4_000, 200), count("severe", 400, 16)]).counterfactuals).toEqual([]);
  expect(explain([count("clear", 4_000, 200), count("severe", 10, 10)]).counterfactuals).toEqual([]);
  const shrunk = risksOf([count("clear", 4_000, 200), count("severe", 20, 20)])?.["attempt|weather"];
  expect(shrunk?.levels["severe"]).toBeLessThan(0.5);
});

test("without counted attempts, or a circumstance of the cause, there is none", () => {
  expect(explain([]).counterfactuals).toEqual([]);
  const counts = [count("clear", 4_000, 200), count("severe", 400, 160)];
  expect(explain(counts, [seen("recorded_reason", "recipient.refused")]).counterfactuals).toEqual([]);
});
