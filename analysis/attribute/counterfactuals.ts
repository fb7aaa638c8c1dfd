import { UNEXPLAINED } from "../model/causes.ts";
import { contextOf } from "../model/context.ts";
import { type AttributionModel, type LevelRatios, SILENCE } from "../model/types.ts";
import type { Analysis, Correlation, FailureFacts } from "../types.ts";
import type { Posterior, Weighed } from "./posterior.ts";

/** Circumstances: what acted by itself and is known of every attempt, failed or not. */
const CIRCUMSTANCES: ReadonlySet<string> = new Set([
  ...["weather", "weather_alert", "traffic", "road_closure", "strike", "holiday", "festival", "gathering"],
  ...["address_quality", "driver_experience", "vehicle_fault", "warehouse_backlog", "warehouse_staff"],
]);
/** A circumstance that made its cause less than this much likelier is not worth imagining away; natural log. */
const WORTH = 0.4;
const MOST = 3;

/**
 * What the risk of such an attempt was before its outcome was known, and what it would have been had a circumstance been
 * at its mildest: the sum over causes of rate × share × hazard ratio of each circumstance, additive over causes, with
 * reports left out. Only where the tenant's attempts were counted, and for circumstances that speak for a cause told.
 */
export function imagineOtherwise(
  failure: Pick<FailureFacts, "kind">,
  correlation: Correlation,
  model: AttributionModel,
  { posterior, told }: { readonly posterior: Posterior; readonly told: readonly string[] },
): Analysis["counterfactuals"] {
  const rate = model.rates?.[failure.kind === "late" ? "promise" : "attempt"];
  if (rate === undefined) return [];
  const reference = model.causes.indexOf(UNEXPLAINED);
  const circumstances = posterior.weighed.filter(({ feature }) => CIRCUMSTANCES.has(feature.name));
  const hazards = hazardsOf(failure, model, circumstances, reference);
  const sum = (values: Float64Array) => values.reduce((a, b) => a + b, 0);
  const actual = Math.min(1, rate * sum(hazards));
  const context = contextOf(failure.kind, correlation);
  return circumstances
    .filter(({ logRatios }) =>
      told.some((cause) => ratioTo(logRatios, model.causes.indexOf(cause), reference) >= WORTH),
    )
    .map((weighed) => {
      const known = model.features.get(weighed.feature.name);
      const mildest = mildestOf(known?.learned?.get(context)?.levels ?? known?.levels, reference);
      const without = hazards.map(
        (hazard, c) =>
          hazard * Math.min(1, Math.exp((mildest[c] ?? 0) - ratioTo(weighed.logRatios, c, reference))),
      );
      return {
        without: weighed.feature.name,
        risk: round(Math.min(1, rate * sum(without))),
        actual_risk: round(actual),
      };
    })
    .sort((a, b) => a.risk - b.risk || (a.without < b.without ? -1 : 1))
    .slice(0, MOST);
}

function hazardsOf(
  failure: Pick<FailureFacts, "kind">,
  model: AttributionModel,
  circumstances: readonly Weighed[],
  reference: number,
): Float64Array {
  return model.logPriors[failure.kind].map((log, c) =>
    Math.exp(circumstances.reduce((sum, { logRatios }) => sum + ratioTo(logRatios, c, reference), log)),
  );
}

/** Ratio to a cause that the circumstance has nothing to do with, for which it is as usual as among all attempts. */
function ratioTo(ratios: Float64Array, cause: number, reference: number): number {
  return (ratios[cause] ?? 0) - (ratios[reference] ?? 0);
}

function mildestOf(levels: LevelRatios | undefined, reference: number): Float64Array {
  const all = [...(levels ?? [])].filter(([level]) => level !== SILENCE).map(([, ratios]) => ratios);
  const [first] = all;
  if (!first) return new Float64Array();
  return first.map((_, c) => Math.min(...all.map((ratios) => ratioTo(ratios, c, reference))));
}

function round(value: number): number {
  return Math.round(value * 1000) / 1000;
}
