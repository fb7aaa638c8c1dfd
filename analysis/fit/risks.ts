import type { LevelRisks } from "../model/types.ts";
import type { ExposureCount } from "./types.ts";

/** A level counts as much as all attempts together once it has been met so often. */
const SHRINK = 40;
/** A level that so many attempts had says something of its own. */
const LEAST = 20;

/**
 * Share of attempts (or promises) that failed at each level of each circumstance, shrunk by volume towards the share of
 * all; and at its usual level, the commonest. Undefined where nothing was counted.
 */
export function risksOf(
  exposures: readonly ExposureCount[],
): Readonly<Record<string, LevelRisks>> | undefined {
  const groups = Map.groupBy(exposures, ({ group, name }) => `${group}|${name}`);
  const risks: Record<string, LevelRisks> = {};
  for (const [key, counts] of groups) {
    const attempts = counts.reduce((sum, each) => sum + each.attempts, 0);
    const failed = counts.reduce((sum, each) => sum + each.failed, 0);
    const all = failed / attempts;
    const riskOf = (count: ExposureCount) => (count.failed + SHRINK * all) / (count.attempts + SHRINK);
    const usual = counts.reduce((a, b) => (b.attempts > a.attempts ? b : a));
    const known = counts.filter((count) => count.attempts >= LEAST);
    risks[key] = {
      usual: riskOf(usual),
      levels: Object.fromEntries(known.map((count) => [count.level, riskOf(count)])),
    };
  }
  return groups.size > 0 ? risks : undefined;
}
