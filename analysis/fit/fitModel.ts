import { fitTemperature } from "../calibrate/temperature.ts";
import { type FeatureStructure, featureStructures, VAGUE } from "../model/structure.ts";
import {
  type AttributionModel,
  type Context,
  type FeatureModel,
  type LearnedFeature,
  SILENCE,
} from "../model/types.ts";
import { type Encoded, encodeCases, type Table } from "./encode.ts";
import { everywhereOf, ratesOf } from "./everywhere.ts";
import type { Beliefs } from "./expect.ts";
import { firstBeliefs, type Grounds, improve } from "./maximise.ts";
import { risksOf } from "./risks.ts";
import { expectedShares, observedShares } from "./shares.ts";
import type { FitInput } from "./types.ts";

/** More steps fit the failures better and the truth worse: without labels, causes drift into one another. */
const STEPS = 4;
const MOST_PSEUDO_CASES = 400;

/**
 * Learns a tenant's model from its failures, the causes that were confirmed, and what all attempts were exposed to, by a
 * few steps of expectation and maximisation from the experts' tables, which count as pseudo cases. Pure; deterministic.
 */
export function fitModel({ version, prior, cases, exposures, norms }: FitInput): AttributionModel {
  const structures = featureStructures();
  const encoded = encodeCases(cases, structures, prior.causes);
  const grounds = groundsOf(encoded, prior, exposures);
  const { beliefs } = run(grounds);
  const temperature = fitTemperature(encoded, (hidden) => run({ ...grounds, encoded: hidden }).beliefs);
  const confirmed = cases.filter((one) => one.confirmed !== null).length;
  const rates = ratesOf(exposures);
  const risks = risksOf(exposures);
  return {
    version,
    causes: prior.causes,
    logPriors: beliefs.logPriors,
    features: featuresOf(prior, structures, encoded, beliefs),
    temperature,
    pseudoCases: Math.round(
      Math.min(MOST_PSEUDO_CASES, prior.pseudoCases + confirmed / 2 + cases.length / 50),
    ),
    fittedOn: cases.length,
    ...(norms ? { norms } : {}),
    ...(rates ? { rates } : {}),
    ...(risks ? { risks } : {}),
  };
}

function groundsOf(encoded: Encoded, prior: AttributionModel, exposures: FitInput["exposures"]): Grounds {
  const observed = observedShares(encoded);
  return {
    encoded,
    causes: prior.causes,
    priors: prior.logPriors,
    observed,
    expected: expectedShares(encoded, observed, prior.causes.length),
    everywhere: everywhereOf(encoded, exposures),
  };
}

function run(grounds: Grounds): { beliefs: Beliefs } {
  let beliefs = firstBeliefs(grounds);
  for (let step = 0; step < STEPS; step++) beliefs = improve(grounds, beliefs).beliefs;
  return { beliefs };
}

function featuresOf(
  prior: AttributionModel,
  structures: ReadonlyMap<string, FeatureStructure>,
  encoded: Encoded,
  beliefs: Beliefs,
): AttributionModel["features"] {
  const byName = Map.groupBy(encoded.tables, ({ structure }) => structure.name);
  const features = new Map<string, FeatureModel>();
  for (const [name, known] of prior.features) {
    const { tauMinutes, scaleKm, levels } = known;
    const learned = new Map<Context, LearnedFeature>();
    if (structures.has(name))
      for (const table of byName.get(name) ?? []) learned.set(table.context, learnedOf(table, beliefs));
    features.set(name, learned.size > 0 ? { tauMinutes, scaleKm, levels, learned } : known);
  }
  return features;
}

function learnedOf(table: Table, { ratios, causes, naming }: Beliefs): LearnedFeature {
  const levels = new Map(
    table.levels.map((level, i) => {
      const at = (table.base + i) * causes;
      return [level, ratios.slice(at, at + causes)];
    }),
  );
  const first = table.levels.findIndex((level) => level !== SILENCE && !VAGUE.has(level));
  const state = naming.ofCell[table.base + first]?.state;
  return {
    levels,
    naming: state ? { any: state.any, right: state.right, weight: table.structure.weight } : null,
    sources: state?.odds ?? new Map(),
  };
}
