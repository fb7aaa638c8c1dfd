import type { Failure } from "../../sdk/typescript/src/index.ts";

export interface Chosen {
  readonly title: string;
  /** What the reader may want to look at. */
  readonly remark: string;
  readonly failure: Failure;
}

type Kind = Omit<Chosen, "failure"> & { fits(failure: Failure): boolean };

/** Surer answers leave nothing to look at. */
const SURE = [0.7, 0.97] as const;

const KINDS: readonly Kind[] = [
  {
    title: "A broken promise, explained by what several senders told",
    remark:
      "`evidence` is in order of weight: each item says what was observed against what is normal, for or against which cause, by how much (`log_lr`), and which events it rests on. `counterfactuals` compare with deliveries that were spared the circumstance.",
    fits: ({ kind, analysis, recommendations }) =>
      kind === "late" &&
      within(analysis?.primary?.confidence, SURE) &&
      analysis?.counterfactuals.some(({ without }) => without === analysis.primary?.cause) === true &&
      recommendations.length > 0,
  },
  {
    title: "A failed attempt whose recorded reason is not believed",
    remark:
      "A report is one piece of evidence: where it stands against the rest, the answer differs from it and says so. `recorded_reason` is kept as it came.",
    fits: ({ kind, analysis, recorded_reason: recorded }) =>
      kind === "attempt_failed" &&
      recorded !== null &&
      !recorded.corroborated &&
      analysis?.primary != null &&
      analysis.primary.cause !== recorded.code,
  },
  {
    title: "A failed attempt whose cause is not determined",
    remark:
      "No cause reaches 0.4, so `primary` is null. `candidates` say what is likely, `unexplained` how likely none of them is, the narrative what could still decide.",
    fits: ({ kind, analysis }) =>
      kind === "attempt_failed" && analysis?.determined === false && analysis.candidates.length > 1,
  },
];

function within(value = 0, [least, most]: readonly [number, number]): boolean {
  return value >= least && value <= most;
}

/** For each kind of example the failure with most to show. @throws when the sample has none of a kind. */
export function chooseFailures(failures: readonly Failure[]): readonly Chosen[] {
  return KINDS.map(({ title, remark, fits }) => {
    const [failure] = failures.filter(fits).toSorted(byRichness);
    if (!failure) throw new Error(`the sample holds no failure for “${title}”`);
    return { title, remark, failure };
  });
}

/** Evidence of many senders first; equals by their delivery, so that the choice is the same each time. */
function byRichness(a: Failure, b: Failure): number {
  return richness(b) - richness(a) || (a.delivery_id < b.delivery_id ? -1 : 1);
}

function richness({ analysis }: Failure): number {
  const speaking = (analysis?.evidence ?? []).filter(({ stance }) => stance !== "context");
  const senders = new Set(speaking.flatMap(({ events }) => events.map(({ source }) => source)));
  return senders.size * 10 + speaking.length;
}
