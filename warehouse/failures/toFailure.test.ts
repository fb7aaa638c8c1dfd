import { expect, test } from "vitest";
import { failureRow } from "../testing/rows.ts";
import type { StoredAnalysis } from "./storedAnalysis.ts";
import { toFailure } from "./toFailure.ts";
import { toFailureSummary } from "./toFailureSummary.ts";

const ANALYSIS: StoredAnalysis = {
  status: "provisional",
  determined: true,
  modelVersion: "attr-12",
  primary: { cause: "warehouse.capacity", family: "warehouse", confidence: 0.83, interval: [0.71, 0.91] },
  contributing: [{ cause: "external.weather", family: "external", share: 0.18 }],
  candidates: [{ cause: "recipient.absent", probability: 0.09 }],
  unexplained: 0.05,
  evidence: [
    {
      id: "evd_1",
      kind: "warehouse_backlog",
      stance: "for",
      cause: "warehouse.capacity",
      observed: 1.9,
      normal: 1,
      unit: "backlog / daily capacity",
      logLr: 2.1,
      minutesBefore: 140,
      distanceKm: 0,
      statement: "W-3 held 1.9 days of orders",
      events: [{ source: "wms-pune", id: "wms-88213" }],
    },
  ],
  counterfactuals: [{ without: "warehouse.capacity", risk: 0.04, actual_risk: 0.31 }],
  narrative: "n",
  corroborated: true,
};

test("an analysed failure has the public shape to the letter", () => {
  const recommendations = [{ id: "rec_1", action: "a", owner_role: "warehouse_manager", playbook: "p" }];
  const row = failureRow(7, {
    version: 3,
    corroborated: 1,
    analysis: JSON.stringify({ ...ANALYSIS, changedBecause: "late evidence: x" }),
    recommendations: JSON.stringify(recommendations),
  });
  expect(toFailure(row)).toEqual({
    id: "fal_1",
    version: 3,
    status: "open",
    kind: "attempt_failed",
    delivery_id: "D-1",
    attempt: 1,
    occurred_at: "2026-11-20T12:00:00.000Z",
    detected_at: "2026-11-20T12:00:03.000Z",
    refs: { order_id: "O-1", warehouse_id: "W-3", city: "Pune", country: "IN" },
    recorded_reason: { code: "recipient.absent", source: "api", corroborated: true },
    analysis: {
      status: "provisional",
      determined: true,
      analyzed_at: "2026-11-20T12:00:04.000Z",
      model_version: "attr-12",
      primary: { cause: "warehouse.capacity", family: "warehouse", confidence: 0.83, interval: [0.71, 0.91] },
      contributing: [{ cause: "external.weather", family: "external", share: 0.18 }],
      candidates: [{ cause: "recipient.absent", probability: 0.09 }],
      unexplained: 0.05,
      evidence: [
        {
          id: "evd_1",
          kind: "warehouse_backlog",
          stance: "for",
          cause: "warehouse.capacity",
          observed: 1.9,
          normal: 1,
          unit: "backlog / daily capacity",
          log_lr: 2.1,
          minutes_before: 140,
          distance_km: 0,
          statement: "W-3 held 1.9 days of orders",
          events: [{ source: "wms-pune", id: "wms-88213" }],
        },
      ],
      counterfactuals: [{ without: "warehouse.capacity", risk: 0.04, actual_risk: 0.31 }],
      narrative: "n",
      changed_because: "late evidence: x",
    },
    recommendations: [{ id: "rec_1", action: "a", owner_role: "warehouse_manager", expected_avoided: null }],
    feedback: { confirmed_cause: null, by: null },
  });
});

test("a failure detected just now has no analysis, no attempt and no reason where there is none", () => {
  const failure = toFailure(failureRow(7, { attempt: 0, recorded_reason: "", kind: "late" }));
  expect(failure).toMatchObject({
    attempt: null,
    recorded_reason: null,
    analysis: null,
    recommendations: [],
  });
});

test("the list carries status and primary of the analysis and nothing longer", () => {
  const { analysis: _, ...lean } = failureRow(7, {
    analysis_status: "final",
    primary_cause: "warehouse.capacity",
    family: "warehouse",
    confidence: 0.83,
  });
  const summary = toFailureSummary({ ...lean, confidence_low: 0.71, confidence_high: 0.91 });
  expect(summary.analysis).toEqual({
    status: "final",
    primary: { cause: "warehouse.capacity", family: "warehouse", confidence: 0.83, interval: [0.71, 0.91] },
  });
  expect(Object.keys(summary).toSorted()).toEqual(
    [
      "id",
      "status",
      "kind",
      "delivery_id",
      "attempt",
      "occurred_at",
      "refs",
      "recorded_reason",
      "analysis",
    ].toSorted(),
  );
});

test("the list shows an undetermined analysis without a primary cause, and none before the analysis", () => {
  const row = { ...failureRow(7), confidence_low: 0, confidence_high: 0 };
  expect(toFailureSummary({ ...row, analysis_status: "provisional" }).analysis).toEqual({
    status: "provisional",
    primary: null,
  });
  expect(toFailureSummary(row).analysis).toBeNull();
});
