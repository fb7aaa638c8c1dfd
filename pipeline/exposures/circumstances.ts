import { correlate } from "../../analysis/correlate/correlate.ts";
import type { ExposureGroup } from "../../analysis/fit/types.ts";
import { featureStructures } from "../../analysis/model/structure.ts";
import { SILENCE } from "../../analysis/model/types.ts";
import type { FailureFacts, ObservedEvent, Surroundings } from "../../analysis/types.ts";
import type { FoldEvent } from "../fold/types.ts";

/** What acts by itself and is known before the outcome is. What people report of a failure is no circumstance. */
const CIRCUMSTANCES: Readonly<Record<ExposureGroup, readonly string[]>> = {
  attempt: [
    ...["weather", "weather_alert", "traffic", "road_closure", "strike", "holiday", "festival", "gathering"],
    ...["address_quality", "payment", "recipient_kind", "driver_experience", "vehicle_fault"],
  ],
  promise: [
    ...["weather", "weather_alert", "traffic", "strike", "holiday", "festival"],
    ...["warehouse_backlog", "warehouse_staff"],
  ],
};

/** Told of by the feeds of a place: where one of these is heard of, the others are heard of as well. */
const OF_PLACE: ReadonlySet<string> = new Set([
  "weather_alert",
  "road_closure",
  "strike",
  "holiday",
  "festival",
  "gathering",
]);
const STRUCTURES = featureStructures();

export interface Circumstance {
  readonly name: string;
  readonly level: string;
  readonly amount: number | null;
}

/**
 * The levels of the circumstances of a run or promise, from what was known at its anchor (epoch ms) alone. A feed that
 * is missing gives no entry: unknown is not fine. Where a feed speaks of the place and is silent, the level says so.
 */
export function circumstancesOf(
  group: ExposureGroup,
  failure: FailureFacts,
  around: Surroundings,
  anchor: number,
): readonly Circumstance[] {
  const then = (events: readonly ObservedEvent[]) =>
    events.filter((event) => event.at <= anchor && knownAt(event) <= anchor);
  const known = {
    ...around,
    delivery: then(around.delivery),
    entity: then(around.entity),
    place: then(around.place),
  };
  const { features } = correlate(failure, known);
  const found = new Map(features.map((feature) => [feature.name, feature]));
  return CIRCUMSTANCES[group].flatMap((name) => {
    const feature = found.get(name);
    if (feature) return [{ name, level: feature.level, amount: feature.observed }];
    return isSilent(name, known, failure) ? [{ name, level: SILENCE, amount: null }] : [];
  });
}

/** Files tell of the past: what they bring without a hint was known when it happened. */
function knownAt(event: ObservedEvent & Partial<Pick<FoldEvent, "importId">>): number {
  return event.importId ? Math.min(event.at, event.knownAt) : event.knownAt;
}

function isSilent(name: string, { place, entity }: Surroundings, { refs }: FailureFacts): boolean {
  const structure = STRUCTURES.get(name);
  if (!structure?.silence || structure.complete) return false;
  if (OF_PLACE.has(name)) return place.length > 0;
  return name === "vehicle_fault" && entity.some((event) => event.refs.vehicle_id === refs.vehicle_id);
}
