import { describe, expect, it } from "vitest";
import { analyse } from "../attribute/analyse.ts";
import { CAUSES, familyOf } from "../model/causes.ts";
import { expertModel } from "../model/expert.ts";
import { failureOf } from "../testFacts.ts";
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
      const [first] = recommend(failure, { ...analysis, determined: true, primary: primaryOf(cause) });
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
    const found = recommend(failure, { ...analysis, primary: primaryOf("external.weather"), contributing });
    expect(found.map(({ playbook }) => playbook)).toEqual(["weather_hold", "staff_by_backlog"]);
  });

  it("asks for data where nothing is likely", () => {
    const found = recommend(failure, { ...analysis, primary: null, candidates: [] });
    expect(found.map(({ playbook }) => playbook)).toEqual(["close_data_gaps"]);
  });

  it("gives the same id for the same failure and playbook", () => {
    expect(recommend(failure, analysis)).toEqual(recommend(failure, analysis));
  });
});
