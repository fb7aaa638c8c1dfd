import { describe, expect, it } from "vitest";
import { analyse } from "../attribute/analyse.ts";
import { CAUSES, familyOf } from "../model/causes.ts";
import { expertModel } from "../model/expert.ts";
import { failureOf } from "../testFacts.ts";
import type { FailureFacts } from "../types.ts";
import { expectAvoided } from "./expectAvoided.ts";
import { recommend } from "./recommend.ts";

const model = expertModel();
const failure = failureOf({ kind: "attempt_failed" });
const analysis = analyse(failure, { features: [] }, model, { final: true });
const primaryOf = (cause: string) => ({
  cause,
  family: familyOf(cause),
  confidence: 0.9,
  interval: [0.8, 0.95] as const,
});

describe("recommend", () => {
  it("has a playbook for every cause", () => {
    for (const cause of CAUSES) {
      const [first] = recommend(failure, { ...analysis, determined: true, primary: primaryOf(cause) }, "7");
      expect(first?.playbook, cause).toBeTruthy();
      expect(first?.owner_role, cause).toMatch(/_manager$|_analyst$|_service$/);
    }
  });

  it("adds the playbooks of contributing causes, each once", () => {
    const contributing = ["warehouse.capacity", "external.weather"].map((cause) => ({
      cause,
      family: familyOf(cause),
      share: 0.2,
    }));
    const found = recommend(
      failure,
      { ...analysis, primary: primaryOf("external.weather"), contributing },
      "7",
    );
    expect(found.map(({ playbook }) => playbook)).toEqual(["weather_hold", "staff_by_backlog"]);
  });

  it("asks for data where nothing is likely", () => {
    const found = recommend(failure, { ...analysis, primary: null, candidates: [] }, "7");
    expect(found.map(({ playbook }) => playbook)).toEqual(["close_data_gaps"]);
  });

  const against = (cause: string, refs: FailureFacts["refs"], tenant = "7") =>
    recommend({ ...failure, refs }, { ...analysis, primary: primaryOf(cause), contributing: [] }, tenant)[0];

  it("gives failures with the same action at the same entity one id, and tenants their own", () => {
    const first = against("warehouse.capacity", { warehouse_id: "W-3", driver_id: "DR-1" });
    expect(first).toMatchObject({ entity_kind: "warehouse", entity_id: "W-3", weight: 0.9 });
    expect(against("warehouse.capacity", { warehouse_id: "W-3", driver_id: "DR-2" })?.id).toBe(first?.id);
    expect(against("warehouse.capacity", { warehouse_id: "W-4" })?.id).not.toBe(first?.id);
    expect(against("warehouse.stockout", { warehouse_id: "W-3" })?.id).not.toBe(first?.id);
    expect(against("warehouse.capacity", { warehouse_id: "W-3" }, "8")?.id).not.toBe(first?.id);
    expect(against("warehouse.capacity", {})).toMatchObject({ entity_kind: "", entity_id: "" });
  });

  it("counts only what would not have failed anyway", () => {
    const counterfactuals = [{ without: "external.weather", risk: 0.1, actual_risk: 0.4 }];
    const primary = primaryOf("external.weather");
    expect(
      recommend(failure, { ...analysis, primary, counterfactuals, contributing: [] }, "7")[0]?.weight,
    ).toBe(0.675);
  });

  it("expects no more to be avoided than was seen, and is less sure of few", () => {
    const playbook = { effect: { mean: 0.4, sd: 0.1 } };
    const many = expectAvoided(400, 4, playbook);
    const few = expectAvoided(4, 4, playbook);
    expect(many.value).toBe(40);
    expect(few.value).toBe(0.4);
    expect(few.high / few.low).toBeGreaterThan(many.high / many.low);
    expect(many.low).toBeLessThan(many.value);
    expect(expectAvoided(0, 4, playbook)).toEqual({ value: 0, low: 0, high: 0 });
  });
});
