import { describe, expect, it } from "vitest";
import { weighCauses } from "../attribute/posterior.ts";
import { expertModel } from "../model/expert.ts";
import { failureOf } from "../testFacts.ts";
import type { Feature } from "../types.ts";
import { gainError, judge, metricsOf } from "./evaluateModel.ts";
import { fitModel } from "./fitModel.ts";
import type { FitCase } from "./types.ts";

const prior = expertModel();
const feature = (name: string, level: string): Feature => ({
  name,
  level,
  observed: null,
  normal: null,
  unit: null,
  minutesBefore: null,
  distanceKm: null,
  statement: "",
  events: [],
});
const caseOf = (
  n: number,
  levels: Readonly<Record<string, string>>,
  over: Partial<FitCase> = {},
): FitCase => ({
  failure: failureOf({ failureId: `fal_${n}`, deliveryId: `D-${n}` }),
  correlation: { features: Object.entries(levels).map(([name, level]) => feature(name, level)) },
  confirmed: null,
  ...over,
});
const learn = (cases: readonly FitCase[], exposures: Parameters<typeof fitModel>[0]["exposures"] = []) =>
  fitModel({ version: "t-1", prior, cases, exposures });
const probabilityOf = (model: typeof prior, one: FitCase, cause: string) =>
  weighCauses(one.failure, one.correlation, model).probabilities[model.causes.indexOf(cause)] ?? 0;

const absent = Array.from({ length: 120 }, (_, i) =>
  caseOf(i, { recorded_reason: "recipient.absent", recipient_contact: "unreachable", stop_visit: "usual" }),
);
const broken = Array.from({ length: 40 }, (_, i) =>
  caseOf(1_000 + i, {
    recorded_reason: "vehicle.breakdown",
    vehicle_movement: "standing",
    stop_visit: "none",
  }),
);
const unclear = caseOf(5_000, { stop_visit: "usual" });

describe("fitting a model", () => {
  it("learns how usual each cause is at this tenant", () => {
    const of = (model: typeof prior) =>
      Math.exp(model.logPriors.attempt_failed[model.causes.indexOf("recipient.absent")] ?? 0);
    expect(of(learn([...absent, ...broken]))).toBeGreaterThan(of(prior) + 0.3);
  });

  it("gives the same model for the same input, and sums to 1", () => {
    const [one, other] = [learn([...absent, ...broken]), learn([...absent, ...broken])];
    expect(one).toEqual(other);
    const { probabilities } = weighCauses(unclear.failure, unclear.correlation, one);
    expect(probabilities.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 9);
  });

  it("believes confirmed causes more than the recorded reason, without following a single one", () => {
    const recorded = { recorded_reason: "recipient.absent", stop_visit: "none" };
    const confirm = (n: number) =>
      Array.from({ length: 60 }, (_, i) =>
        caseOf(2_000 + i, recorded, { confirmed: i < n ? "carrier.driver" : null }),
      );
    const asked = caseOf(6_000, recorded);
    const [none, one, many] = [0, 1, 40].map((n) =>
      probabilityOf(learn([...absent, ...confirm(n)]), asked, "carrier.driver"),
    );
    expect(many).toBeGreaterThan((none ?? 0) + 0.3);
    expect(one).toBeLessThan((none ?? 0) + 0.1);
  });

  it("learns which source names causes badly", () => {
    const of = (source: string, code: string, n: number) =>
      caseOf(
        n,
        { recorded_reason: code, recipient_contact: "unreachable", stop_visit: "usual" },
        { failure: failureOf({ recordedReason: { code, source } }) },
      );
    const cases = Array.from({ length: 150 }, (_, i) => [
      of("good", "recipient.absent", i),
      of("bad", "external.traffic", 500 + i),
    ]).flat();
    const model = learn(cases);
    const sources = model.features.get("recorded_reason")?.learned?.get("attempt")?.sources;
    expect(sources?.get("good")).toBeGreaterThan(sources?.get("bad") ?? 1);
  });

  it("takes silence for a sign only where others tell of the feature", () => {
    const silent = caseOf(7_000, { recorded_reason: "recipient.refused" });
    const told = learn([...absent, ...broken, silent]);
    const named = (model: typeof prior) =>
      weighCauses(silent.failure, silent.correlation, model).weighed.map(({ feature: { name } }) => name);
    expect(named(told)).toContain("recipient_contact");
    expect(named(told)).not.toContain("weather");
  });

  it("lets a storm that harms nobody speak for nothing", () => {
    const stormy = (n: number) => caseOf(n, { recorded_reason: "recipient.absent", weather: "severe" });
    const calm = (n: number) => caseOf(n, { recorded_reason: "recipient.absent", weather: "clear" });
    const cases = Array.from({ length: 100 }, (_, i) => (i % 2 ? stormy(i) : calm(i)));
    const count = (level: string, attempts: number) => ({
      group: "attempt" as const,
      name: "weather",
      level,
      attempts,
      failed: 50,
    });
    const asked = caseOf(8_000, { weather: "severe" });
    const often = learn(cases, [count("severe", 5_000), count("clear", 5_000)]);
    const rare = learn(cases, [count("severe", 50), count("clear", 9_950)]);
    expect(probabilityOf(often, asked, "external.weather")).toBeLessThan(
      probabilityOf(rare, asked, "external.weather"),
    );
  });
});

describe("evaluating a model", () => {
  it("scores confirmed cases alone", () => {
    const model = learn([...absent, ...broken]);
    expect(metricsOf(judge(model, absent))).toEqual({ n: 0, logLoss: null, ece: null, top1: null });
    const right = absent.slice(0, 9).map((one) => ({ ...one, confirmed: "recipient.absent" }));
    const wrong = absent.slice(9, 10).map((one) => ({ ...one, confirmed: "carrier.lost" }));
    const metrics = metricsOf(judge(model, [...right, ...wrong]));
    expect(metrics.n).toBe(10);
    expect(metrics.top1).toBeCloseTo(0.9);
    expect(metrics.logLoss).toBeGreaterThan(metricsOf(judge(model, right)).logLoss ?? 9);
    expect(metrics.ece).toBeLessThanOrEqual(0.2);
  });

  it("knows how far a difference may be chance", () => {
    const lost = (...losses: number[]) => losses.map((loss) => ({ loss, confidence: 0.5, hit: true }));
    expect(gainError(lost(1), lost(2))).toBeNull();
    expect(gainError(lost(1, 2, 3), lost(2, 3, 4))).toBe(0);
    // Differences 1, -1, 1, -1: variance 4/3, of four.
    expect(gainError(lost(1, 2, 1, 2), lost(2, 1, 2, 1))).toBeCloseTo(Math.sqrt(1 / 3));
  });
});
