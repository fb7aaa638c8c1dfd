import { hash } from "node:crypto";
import type { AttributionModel } from "../model/types.ts";
import type { Evidence, FailureFacts, Stance } from "../types.ts";
import type { Posterior, Weighed } from "./posterior.ts";

/** Below this an item moves nothing worth telling; natural log. */
const NOTABLE = 0.2;
/** Causes less likely than this are not worth an item's mention. */
const WORTH_NAMING = 0.02;

/**
 * Every observed feature as an evidence item: about the leading cause where it speaks of that, else about the
 * candidate that it moves most, else mere context. Strongest first.
 */
export function listEvidence(
  failure: FailureFacts,
  posterior: Posterior,
  model: AttributionModel,
  leading: number,
): readonly Evidence[] {
  return posterior.weighed
    .map((weighed) => toEvidence(failure, weighed, posterior, model, leading))
    .sort((a, b) => Math.abs(b.logLr) - Math.abs(a.logLr) || (a.id < b.id ? -1 : 1));
}

function toEvidence(
  failure: FailureFacts,
  weighed: Weighed,
  posterior: Posterior,
  model: AttributionModel,
  leading: number,
): Evidence {
  const { feature, logRatios } = weighed;
  const about = speaksOf(logRatios, posterior.probabilities, leading);
  const logLr = Math.round((logRatios[about ?? leading] ?? 0) * 1000) / 1000;
  const stance: Stance = about === null ? "context" : logLr > 0 ? "for" : "against";
  return {
    id: evidenceId(failure.failureId, feature.name, feature.level),
    kind: feature.name,
    level: feature.level,
    stance,
    cause: about === null ? null : (model.causes[about] ?? null),
    observed: feature.observed,
    normal: feature.normal,
    unit: feature.unit,
    logLr,
    minutesBefore: feature.minutesBefore,
    distanceKm: feature.distanceKm,
    statement: feature.statement,
    events: feature.events,
  };
}

function speaksOf(ratios: Float64Array, probabilities: Float64Array, leading: number): number | null {
  if (Math.abs(ratios[leading] ?? 0) >= NOTABLE) return leading;
  let most: number | null = null;
  ratios.forEach((ratio, index) => {
    if (Math.abs(ratio) < NOTABLE || (probabilities[index] ?? 0) < WORTH_NAMING) return;
    if (most === null || Math.abs(ratio) > Math.abs(ratios[most] ?? 0)) most = index;
  });
  return most;
}

function evidenceId(failureId: string, name: string, level: string): string {
  return `evd_${hash("sha256", `${failureId}\u001f${name}\u001f${level}`).slice(0, 26)}`;
}
