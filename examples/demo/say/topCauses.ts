import { bar, count, type Look, percent, stylesOf } from "./style.ts";

export interface CauseCount {
  readonly cause: string;
  readonly failures: number;
}

const SHOWN = 8;
const CELLS = 24;

/** The week's causes by how many failures each has. */
export function topCauses(look: Look, causes: readonly CauseCount[]): string {
  const styles = stylesOf(look);
  const all = causes.reduce((sum, { failures }) => sum + failures, 0);
  const most = causes[0]?.failures ?? 1;
  const lines = causes.slice(0, SHOWN).map(({ cause, failures }) => {
    const share = styles.dim(percent(all === 0 ? 0 : failures / all).padStart(5));
    return `  ${cause.padEnd(28)}${styles.strong(bar(failures / most, CELLS))} ${String(failures).padStart(4)} ${share}`;
  });
  return ["", styles.bold(`  This week's causes, ${count(all)} failures`), ...lines, "", ""].join("\n");
}

/** Counts failures by their cause, most first; what has none counts as not determined. */
export function countCauses(causes: Iterable<string | null>): CauseCount[] {
  const counts = new Map<string, number>();
  for (const cause of causes) {
    const name = cause ?? "not determined";
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return [...counts]
    .map(([cause, failures]) => ({ cause, failures }))
    .sort((a, b) => b.failures - a.failures || (a.cause < b.cause ? -1 : 1));
}
