import type { Failure, FailureAnalysis } from "../../../sdk/typescript/src/index.ts";
import { type Look, percent, type Styles, stylesOf, wrap } from "./style.ts";

type Evidence = NonNullable<FailureAnalysis>["evidence"][number];

const SHOWN = 6;
const WIDTH = { least: 60, most: 110 };

/** One failure as a person reads it: what happened, the cause and how sure, the evidence, what to do next. */
export function explainFailure(look: Look, failure: Failure): string {
  const styles = stylesOf(look);
  const width = Math.min(Math.max(look.columns, WIDTH.least), WIDTH.most);
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
    `  ${(cause ? "Or else" : "Likely").padEnd(12)}${others(failure)}`,
    ...reasonLines(failure),
    ...evidenceLines(analysis, width, styles),
    ...nextSteps(failure, width),
    "",
  ].join("\n");
}

function others({ analysis }: Failure): string {
  const named = (analysis?.candidates ?? [])
    .filter(({ cause }) => cause !== analysis?.primary?.cause)
    .slice(0, 3)
    .map(({ cause, probability }) => `${cause} ${percent(probability)}`);
  return [...named, `none of the known causes ${percent(analysis?.unexplained ?? 0)}`].join(", ");
}

function reasonLines({ recorded_reason: reason }: Failure): string[] {
  if (!reason) return ["  Reported    nobody gave a reason"];
  const backed = reason.corroborated ? "other evidence supports it" : "nothing else supports it";
  return [`  Reported    ${reason.code} by ${reason.source}; ${backed}`];
}

function evidenceLines(analysis: NonNullable<FailureAnalysis>, width: number, styles: Styles): string[] {
  const cause = analysis.primary?.cause;
  const told = analysis.evidence.flatMap((item) => judge(item, cause) ?? []);
  const shown = told.toSorted((a, b) => Math.abs(b.item.log_lr) - Math.abs(a.item.log_lr)).slice(0, SHOWN);
  const lines = shown.map((each, index) => evidenceLine(each, index === 0 ? "Evidence" : "", width, styles));
  const more = analysis.evidence.length - shown.length;
  return more > 0 ? [...lines, styles.dim(`              and ${more} more`)] : lines;
}

interface Told {
  readonly item: Evidence;
  readonly speaks: "for" | "against";
  readonly note: string;
}

/** What an item says of the cause that was found: what speaks for another one speaks against it. */
function judge(item: Evidence, cause: string | undefined): Told | null {
  if (item.stance === "context") return null;
  if (item.cause === cause) return { item, speaks: item.stance === "for" ? "for" : "against", note: "" };
  if (item.stance !== "for" || item.cause === null) return null;
  return { item, speaks: cause === undefined ? "for" : "against", note: ` (for ${item.cause})` };
}

function evidenceLine({ item, speaks, note }: Told, label: string, width: number, styles: Styles): string {
  const text = wrap(`${item.statement}${note}`, width - 2, " ".repeat(16)).trimStart();
  const paint = speaks === "for" ? styles.good : styles.bad;
  const sources = [...new Set(item.events.map(({ source }) => source))].join(", ");
  const from = sources === "" ? "" : styles.dim(`  [${sources}]`);
  return `  ${label.padEnd(12)}${paint(speaks === "for" ? "+" : "-")} ${text}${from}`;
}

function nextSteps({ recommendations = [] }: Failure, width: number): string[] {
  return recommendations.slice(0, 1).map(({ action, owner_role }) => {
    const text = wrap(`${action} (${owner_role.replaceAll("_", " ")})`, width, " ".repeat(14)).trimStart();
    return `  Next step   ${text}`;
  });
}
