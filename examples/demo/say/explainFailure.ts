import type { ToldEvidence, ToldFailure } from "../types.ts";
import { percent, type Screen, type Styles, stylesOf, wrap } from "./style.ts";

const MARKS: Readonly<Record<string, string>> = { for: "+", against: "-", context: "·" };
const SHOWN = 6;
const MAX_WIDTH = 110;

/** One failure as a person reads it: what happened, the cause and how sure, the evidence, what to do next. */
export function explainFailure(screen: Screen, failure: ToldFailure): string {
  const styles = stylesOf(screen);
  const width = Math.min(screen.columns, MAX_WIDTH);
  const { analysis } = failure;
  if (!analysis) return "";
  const cause = analysis.primary;
  const sure = cause
    ? `${percent(cause.confidence)} sure (${cause.interval.map(percent).join(" to ")})`
    : "what was observed does not single one out";
  return [
    "",
    styles.bold(`  Why did ${failure.delivery_id} fail?`) + styles.dim(`  ${failure.id}`),
    wrap(analysis.narrative?.split(/(?<=UTC\.) /)[0] ?? "", width, "  "),
    "",
    `  Cause       ${styles.strong(cause?.cause ?? "not determined")}, ${sure}`,
    `  Not it?     ${others(failure)}`,
    ...reasonLines(failure),
    ...evidenceLines(analysis.evidence ?? [], width, styles),
    ...nextSteps(failure, width),
    "",
  ].join("\n");
}

function others({ analysis }: ToldFailure): string {
  const named = (analysis?.candidates ?? [])
    .filter(({ cause }) => cause !== analysis?.primary?.cause)
    .slice(0, 3)
    .map(({ cause, probability }) => `${cause} ${percent(probability)}`);
  return [...named, `none of the known causes ${percent(analysis?.unexplained ?? 0)}`].join(", ");
}

function reasonLines({ recorded_reason: reason }: ToldFailure): string[] {
  if (!reason) return ["  Reported    nobody gave a reason"];
  const backed = reason.corroborated ? "other evidence supports it" : "nothing else supports it";
  return [`  Reported    ${reason.code} by ${reason.source}; ${backed}`];
}

function evidenceLines(evidence: readonly ToldEvidence[], width: number, styles: Styles): string[] {
  const shown = evidence
    .toSorted((a, b) => weightOf(b) - weightOf(a))
    .slice(0, SHOWN)
    .map((item, index) => evidenceLine(item, index === 0 ? "Evidence" : "", width, styles));
  const more = evidence.length - shown.length;
  return more > 0 ? [...shown, styles.dim(`              and ${more} more`)] : shown;
}

/** Context says least; a person wants what moved the answer first. */
function weightOf({ stance, log_lr }: ToldEvidence): number {
  return Math.abs(log_lr) + (stance === "context" ? 0 : 10);
}

function evidenceLine(item: ToldEvidence, label: string, width: number, styles: Styles): string {
  const mark = MARKS[item.stance] ?? "·";
  const text = wrap(item.statement, width - 2, " ".repeat(16)).trimStart();
  const paint = item.stance === "for" ? styles.good : item.stance === "against" ? styles.bad : styles.dim;
  const sources = [...new Set(item.events.map(({ source }) => source))].join(", ");
  return `  ${label.padEnd(12)}${paint(mark)} ${text}${sources === "" ? "" : styles.dim(`  [${sources}]`)}`;
}

function nextSteps({ recommendations = [] }: ToldFailure, width: number): string[] {
  return recommendations.slice(0, 1).map(({ action, owner_role }) => {
    const text = wrap(`${action} (${owner_role.replaceAll("_", " ")})`, width, " ".repeat(14)).trimStart();
    return `  Next step   ${text}`;
  });
}
