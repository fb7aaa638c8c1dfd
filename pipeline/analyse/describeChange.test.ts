import { expect, test } from "vitest";
import { analyse } from "../../analysis/attribute/analyse.ts";
import { expertModel } from "../../analysis/model/expert.ts";
import { failureOf } from "../../analysis/testFacts.ts";
import type { Analysis, Evidence } from "../../analysis/types.ts";
import { describeChange, isNews } from "./describeChange.ts";

const plain = analyse(failureOf({ kind: "attempt_failed" }), { features: [] }, expertModel(), {
  final: false,
});
const item = (id: string, events: readonly string[]): Evidence => ({
  ...{ id, kind: "weather", stance: "for", cause: "external.weather", observed: 3, normal: 0, unit: null },
  ...{ logLr: 2, minutesBefore: 0, distanceKm: null, statement: `${id} was seen` },
  events: events.map((event) => ({ source: "met", id: event })),
});
const of = (evidence: readonly Evidence[], more: Partial<Analysis> = {}): Analysis => ({
  ...plain,
  evidence,
  ...more,
});

test("events that came or went, and another model, are named", () => {
  const before = of([item("rain", ["1"]), item("jam", ["2"])]);
  expect(describeChange(before, of([...before.evidence, item("storm", ["3"])]))).toBe(
    "late evidence: storm was seen",
  );
  expect(describeChange(before, of([item("rain", ["1"])]))).toBe(
    "evidence that no longer stands: jam was seen",
  );
  expect(describeChange(before, of(before.evidence, { modelVersion: "attr-2" }))).toBe("new model attr-2");
  expect(describeChange(before, of([item("storm", ["3"])], { modelVersion: "attr-2" }))).toBe(
    "new model attr-2; late evidence: storm was seen; evidence that no longer stands: rain was seen; jam was seen",
  );
});

test("the same events read anew are no late evidence, and time alone is said to be that", () => {
  const before = of([item("rain", ["1"])]);
  expect(describeChange(before, of([item("heavy rain", ["1"])]))).toBe(
    "evidence was read anew: heavy rain was seen",
  );
  expect(describeChange(before, of(before.evidence, { status: "final" }))).toBe(
    "the time for late evidence has passed",
  );
  expect(describeChange(before, before)).toBeNull();
});

test.each([
  ["recipient.absent", 0.61, "recipient.absent", 0.79, false],
  ["recipient.absent", 0.59, "recipient.absent", 0.61, true],
  ["recipient.absent", 0.61, "recipient.refused", 0.61, true],
])("%s at %d to %s at %d: news %s", (before, p, after, q, news) => {
  const primary = (cause: string, confidence: number) => ({
    primary: { cause, family: "recipient", confidence, interval: [0, 1] as const },
  });
  expect(isNews(of([], primary(before, p)), of([], primary(after, q)))).toBe(news);
});
