import type { Feature } from "../types.ts";
import { tableContext } from "./context.ts";
import type { AttributionModel, Context, FeatureModel, LearnedFeature } from "./types.ts";

/** Of a feature or level that the model does not know. */
const NOTHING = new Float64Array();

interface Where {
  readonly context: Context;
  /** Who recorded the reason, where somebody did. */
  readonly source: string | null;
}

/** What one feature adds to the log score of each cause, in the model's order; empty where the model does not know it. */
export function likelihoodOf(feature: Feature, model: AttributionModel, where: Where): Float64Array {
  const known = model.features.get(feature.name);
  if (!known) return NOTHING;
  const learned = known.learned?.get(tableContext(feature.name, where.context));
  const ratios = (learned?.levels ?? known.levels).get(feature.level);
  if (!ratios) return NOTHING;
  const near = nearness(feature, known);
  const scaled = near === 1 ? ratios : ratios.map((ratio) => ratio * near);
  const odds = where.source === null ? undefined : learned?.sources.get(where.source);
  return odds === undefined || !learned ? scaled : ofSource(feature.level, scaled, learned, odds, model);
}

function nearness(feature: Feature, { tauMinutes, scaleKm }: FeatureModel): number {
  const late = tauMinutes === null || feature.minutesBefore === null ? 0 : feature.minutesBefore / tauMinutes;
  const far = scaleKm === null || feature.distanceKm === null ? 0 : feature.distanceKm / scaleKm;
  return late === 0 && far === 0 ? 1 : Math.exp(-late - far);
}

/** A source that is right more often than others makes its own code likelier, and every other code less so. */
function ofSource(
  level: string,
  ratios: Float64Array,
  { naming }: LearnedFeature,
  odds: number,
  { causes }: AttributionModel,
): Float64Array {
  if (!naming) return ratios;
  return ratios.map((ratio, index) => {
    const [any, right] = [naming.any[index] ?? 0, naming.right[index] ?? 0];
    if (right <= 0 || right >= any) return ratio;
    const better = (odds * right) / (any - right);
    const now = (any * better) / (1 + better);
    const change = causes[index] === level ? now / right : (any - now) / (any - right);
    return ratio + naming.weight * Math.log(change);
  });
}
