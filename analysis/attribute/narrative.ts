import { happened, phraseOf } from "../model/phrases.ts";
import type { Analysis, Evidence, FailureFacts } from "../types.ts";
import type { Deciding, Pivot } from "./sensitivity.ts";

const FOR = 3;
const AGAINST = 2;

interface Told
  extends Pick<
    Analysis,
    | "primary"
    | "contributing"
    | "candidates"
    | "unexplained"
    | "evidence"
    | "corroborated"
    | "counterfactuals"
  > {
  readonly failure: FailureFacts;
  readonly pivots: readonly Pivot[];
  readonly deciding: Deciding | null;
}

/**
 * The answer in plain English, made of the facts of the answer alone: what happened, why, how sure, what speaks against
 * it, and what would change it.
 */
export function narrate(told: Told): string {
  const sentences = told.primary ? explained(told, told.primary) : undetermined(told);
  return [whatHappened(told.failure), ...sentences, ...recorded(told), ...wouldChange(told)].join(" ");
}

function whatHappened(failure: FailureFacts): string {
  const which = failure.attempt === null ? "" : ` (attempt ${failure.attempt})`;
  const where = failure.refs.city ? ` in ${failure.refs.city}` : "";
  const when = new Date(failure.occurredAt).toISOString().slice(0, 16).replace("T", " ");
  return `Delivery ${failure.deliveryId}${which} ${happened(failure.kind)}${where} on ${when} UTC.`;
}

function explained(told: Told, primary: NonNullable<Analysis["primary"]>): readonly string[] {
  const [low, high] = primary.interval;
  const sure = `${percent(primary.confidence)} sure, between ${percent(low)} and ${percent(high)}`;
  const about = told.evidence.filter((item) => item.cause === primary.cause);
  const others = told.evidence.filter((item) => item.stance === "for" && item.cause !== primary.cause);
  const speaksFor = about.filter((item) => item.stance === "for").slice(0, FOR);
  const against = [...about.filter((item) => item.stance === "against"), ...others].slice(0, AGAINST);
  return [
    `The most likely cause is that ${phraseOf(primary.cause)} (${primary.cause}; ${sure}).`,
    speaksFor.length > 0
      ? `For it speaks that ${list(speaksFor)}.`
      : "Nothing observed speaks for it in particular; it is the most usual cause.",
    against.length > 0 ? `Against it speaks that ${list(against)}.` : "Nothing observed speaks against it.",
    ...alsoActing(told.contributing),
    ...otherwise(told.counterfactuals, primary.cause),
  ];
}

function otherwise(counterfactuals: Analysis["counterfactuals"], cause: string): readonly string[] {
  const found = counterfactuals.find(({ without }) => without === cause);
  if (!found) return [];
  const [risk, actual] = [percent(found.risk), percent(found.actual_risk)];
  return [`Of deliveries in such circumstances ${actual} fail, of others ${risk}.`];
}

function alsoActing(contributing: Analysis["contributing"]): readonly string[] {
  if (contributing.length === 0) return [];
  const causes = contributing
    .map(({ cause, share }) => `${phraseOf(cause)} (${percent(share)})`)
    .join(", and that ");
  return [`It may have added to it that ${causes}.`];
}

function undetermined(told: Told): readonly string[] {
  const [first, second] = told.candidates;
  const seen = told.evidence.filter((item) => item.stance === "for").slice(0, FOR);
  const likely = [first, second].flatMap((each) =>
    each ? [`that ${phraseOf(each.cause)} (${percent(each.probability)})`] : [],
  );
  return [
    "The cause is not determined: what was observed does not single one out.",
    ...(likely.length > 0
      ? [`Most likely are ${likely.join(" or ")}; ${percent(told.unexplained)} for none of the known causes.`]
      : []),
    ...(seen.length > 0 ? [`Observed was that ${list(seen)}.`] : []),
  ];
}

function recorded({ failure, primary, corroborated }: Told): readonly string[] {
  const reason = failure.recordedReason;
  if (!reason) return ["No reason was recorded."];
  if (corroborated)
    return [`The recorded reason (${reason.code} by ${reason.source}) is supported by other evidence.`];
  const differs = primary && primary.cause !== reason.code ? " and differs from this finding" : "";
  return [`The recorded reason (${reason.code} by ${reason.source}) is supported by nothing else${differs}.`];
}

function wouldChange({ primary, pivots, deciding }: Told): readonly string[] {
  if (deciding) {
    const [first, second] = deciding.between;
    return [`Not known is ${untold(deciding.name)}, which could decide between ${first} and ${second}.`];
  }
  if (primary === null) return [];
  const each = pivots.map(({ statement, cause }) =>
    cause === null
      ? `without that ${statement}, the cause would not be determined`
      : `without that ${statement}, it would be ${cause}`,
  );
  return [
    each.length > 0
      ? `What would change the answer: ${each.join("; ")}.`
      : "No single observation carries the answer: without any one of them it would stand.",
  ];
}

/** What somebody could still tell, where the name of the feature does not say it. */
const UNTOLD: Readonly<Record<string, string>> = {
  recorded_reason: "the reason that the driver would record",
  report_words: "what the driver says of the attempt",
  delay_reason: "the reason of the delay",
  dispatch_reason: "why the dispatch was late",
  minor_delay_reason: "the reason of a small delay",
  delay_words: "what the report of a delay says",
  feedback_words: "what the recipient says",
  warehouse_note: "what the warehouse notes of the order",
  site_note: "what the warehouse notes of its day",
  sequel: "what becomes of it next",
  lost_time: "where the time was lost",
};

function untold(name: string): string {
  return UNTOLD[name] ?? `the ${name.replace(/_/g, " ")}`;
}

function list(items: readonly Evidence[]): string {
  return items.map((item) => item.statement).join("; that ");
}

function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}
