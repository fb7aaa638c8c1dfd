import type { Correlation, FailureFacts, Feature, Surroundings } from "../types.ts";
import { observeAddress } from "./address.ts";
import { observeCivic } from "./civic.ts";
import { observeContact } from "./contact.ts";
import { observeDelays } from "./delays.ts";
import { observeDriver } from "./driver.ts";
import { observeOutcome } from "./outcome.ts";
import { observeReasons } from "./reason.ts";
import { observeScope } from "./scope.ts";
import { observeStages } from "./stages.ts";
import { observeStop } from "./stop.ts";
import { observeTraffic } from "./traffic.ts";
import { observeTransit } from "./transit.ts";
import { observeVehicle } from "./vehicle.ts";
import { buildView, type View } from "./view.ts";
import { observeWarehouse } from "./warehouse.ts";
import { observeWeather } from "./weather.ts";
import { observeWords } from "./words.ts";

const FAMILIES: readonly ((view: View) => readonly Feature[])[] = [
  observeScope,
  observeReasons,
  observeWords,
  observeOutcome,
  observeAddress,
  observeContact,
  observeStop,
  observeStages,
  observeWarehouse,
  observeTransit,
  observeVehicle,
  observeDriver,
  observeWeather,
  observeTraffic,
  observeCivic,
];

/**
 * Gathers what was observed around a failure, before any cause is weighed. Pure; the order of the events does not
 * matter; a feed that is missing gives no feature. Features that say the same are one, with all events behind it.
 */
export function correlate(failure: FailureFacts, around: Surroundings): Correlation {
  const view = buildView(failure, around);
  return { features: observe(view), delays: observeDelays(view, observe) };
}

function observe(view: View): readonly Feature[] {
  const merged = new Map<string, Feature>();
  for (const family of FAMILIES)
    for (const found of family(view)) {
      const key = `${found.name}\u001f${found.level}`;
      const first = merged.get(key);
      merged.set(key, first ? { ...first, events: [...first.events, ...found.events] } : found);
    }
  return [...merged.values()];
}
