import type { AttributionModel } from "../model/types.ts";
import type { Encoded } from "./encode.ts";
import type { ExposureCount, ExposureGroup } from "./types.ts";

/** All attempts together weigh at most as much as so many failures in what causes that do not depend on them expect. */
const MOST_CASES = 300;

/**
 * What causes that have nothing to do with a circumstance make of it: its level is as usual as among all attempts, most
 * of which did not fail. So a storm that harms nobody speaks for nothing. Cell by cell, in cases.
 */
export function everywhereOf(encoded: Encoded, exposures: readonly ExposureCount[]): Float64Array {
  const cases = new Float64Array(encoded.cells);
  const known = Map.groupBy(exposures, ({ group, name }) => `${group}|${name}`);
  for (const { structure, context, levels, base } of encoded.tables) {
    if (structure.others < 0) continue;
    const group: ExposureGroup = context === "transit" ? "promise" : "attempt";
    const counts = known.get(`${group}|${structure.name}`) ?? [];
    const total = counts.reduce((sum, { attempts }) => sum + attempts, 0);
    if (total === 0) continue;
    const scale = Math.min(1, MOST_CASES / total);
    for (const { level, attempts } of counts) {
      const index = levels.indexOf(level);
      if (index >= 0) cases[base + index] = attempts * scale;
    }
  }
  return cases;
}

/** Failures by attempts, and broken promises by promises; undefined where nothing was counted. */
export function ratesOf(exposures: readonly ExposureCount[]): AttributionModel["rates"] {
  const rates: Partial<Record<ExposureGroup, number>> = {};
  for (const group of ["attempt", "promise"] as const) {
    const byName = Map.groupBy(
      exposures.filter((each) => each.group === group),
      ({ name }) => name,
    );
    const widest = [...byName.values()]
      .map((counts) => ({
        attempts: counts.reduce((sum, each) => sum + each.attempts, 0),
        failed: counts.reduce((sum, each) => sum + each.failed, 0),
      }))
      .reduce((a, b) => (b.attempts > a.attempts ? b : a), { attempts: 0, failed: 0 });
    if (widest.attempts > 0) rates[group] = widest.failed / widest.attempts;
  }
  return Object.keys(rates).length > 0 ? rates : undefined;
}
