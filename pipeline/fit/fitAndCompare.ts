import { hash } from "node:crypto";
import { evaluateModel } from "../../analysis/fit/evaluateModel.ts";
import { fitModel } from "../../analysis/fit/fitModel.ts";
import type { ExposureCount, FitCase } from "../../analysis/fit/types.ts";
import { expertModel } from "../../analysis/model/expert.ts";
import type { StageNorms } from "../../analysis/norms/types.ts";
import type { HeldOutMetrics } from "../models/model.ts";
import type { StoredParameters } from "../models/parameters.ts";
import type { ReadCase } from "./readCases.ts";

export interface ToFit {
  readonly version: string;
  readonly cases: readonly ReadCase[];
  readonly exposures: readonly ExposureCount[];
  readonly norms: StageNorms;
  /** What is in force; null: the experts' model. */
  readonly inForce: StoredParameters | null;
}

export interface Fitted {
  readonly parameters: StoredParameters;
  readonly metrics: HeldOutMetrics;
}

/** One delivery in so many keeps its confirmed causes for comparison, always the same ones. */
const HELD_OUT_ONE_IN = 4;

/**
 * Fits twice: on all that was confirmed, to be brought into force; and without the confirmed causes of the held-out
 * deliveries, to be compared on them with what is in force, of which the same kind is kept. Pure.
 */
export function fitAndCompare({ version, cases, exposures, norms, inForce }: ToFit): Fitted {
  const prior = expertModel();
  const heldOut = cases.filter((one) => one.confirmed !== null && isHeldOut(one));
  const seen = cases.map((one) => (isHeldOut(one) ? { ...one, confirmed: null } : one));
  const held = fitModel({ version, prior, cases: seen, exposures, norms });
  const model = fitModel({ version, prior, cases, exposures, norms });
  const before = inForce?.held ?? prior;
  return {
    parameters: { model, held },
    metrics: {
      own: evaluateModel(held, heldOut),
      inForce: evaluateModel(before, heldOut.map(asInForce)),
      inForceVersion: before.version,
    },
  };
}

/** What is in force goes by other usual durations, or by none: it is held to what it sees itself. */
function asInForce(one: ReadCase): FitCase {
  return { ...one, correlation: one.asInForce ?? one.correlation };
}

/** Whole deliveries: what one failure of a delivery shows of its cause, another shows as well. */
function isHeldOut({ failure }: FitCase): boolean {
  return Number.parseInt(hash("sha256", failure.deliveryId).slice(0, 8), 16) % HELD_OUT_ONE_IN === 0;
}
