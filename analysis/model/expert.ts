import { CAUSES } from "./causes.ts";
import { expertPriors } from "./priors.ts";
import { type FeatureStructure, FLOOR, featureStructures, VAGUE } from "./structure.ts";
import { type AttributionModel, type FeatureModel, SILENCE } from "./types.ts";

/**
 * The model of the first day, before a tenant has data of its own: priors by kind of failure and likelihoods of every
 * observed level, both written down as expert judgement. It knows nothing of any customer's counts.
 */
export function expertModel(): AttributionModel {
  return {
    version: "expert-3",
    causes: CAUSES,
    logPriors: expertPriors(),
    features: new Map([...featureStructures()].map(([name, structure]) => [name, toFeature(structure)])),
    temperature: 1,
    pseudoCases: 30,
  };
}

function toFeature(structure: FeatureStructure): FeatureModel {
  const { tauMinutes, scaleKm } = structure;
  return {
    tauMinutes,
    scaleKm,
    levels: new Map(levelsOf(structure).map((each) => [each.level, each.ratios])),
  };
}

/** Only of codes and words it is known beforehand what their silence means: that nobody names a cause where there is none. */
function levelsOf(structure: FeatureStructure): readonly { level: string; ratios: Float64Array }[] {
  const { levels, naming, weight } = structure;
  const all = naming ? [...levels, ...VAGUE, SILENCE] : levels;
  return all.flatMap((level) => {
    const expected = structure.expected(level);
    if (!expected) return [];
    const usual = Math.max(structure.usual(level), FLOOR / 4);
    return [
      { level, ratios: expected.map((share) => weight * Math.log(Math.max(share, FLOOR / 4) / usual)) },
    ];
  });
}
