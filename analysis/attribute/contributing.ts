import { familyOf, UNEXPLAINED } from "../model/causes.ts";
import type { AttributionModel } from "../model/types.ts";
import type { Analysis, Correlation, FailureFacts } from "../types.ts";
import { alsoActing, costsTime } from "./alsoActing.ts";
import { type Posterior, weighCauses } from "./posterior.ts";

/** Below this the cause of a delay is not determined, and so not told. */
const DETERMINED_FROM = 0.4;
/** A cause that acted as well is told from this probability on: most that are less likely did not. */
const ALSO_FROM = 0.3;
/** What is this likely to be the main cause itself is a rival of the leading one, not a contributor. */
const RIVAL_FROM = 0.1;

type Failure = Pick<FailureFacts, "kind">;
type Shares = readonly (readonly [index: number, share: number])[];

/**
 * Causes beside the leading one. Each further delay of the delivery is explained as a failure of its own; within what the
 * leading cause explains, another one is told whose own circumstances were there. Shares are probabilities of having
 * added to the failure; they need not sum to 1. A rival of the leading cause is an alternative, never a contributor.
 */
export function listContributing(
  failure: Failure,
  correlation: Correlation,
  posterior: Posterior,
  model: AttributionModel,
  leading: number,
): Analysis["contributing"] {
  const others = tellsOthers(failure, model.causes[leading])
    ? ofOtherDelays(failure, correlation, model, leading)
    : [];
  const same = tellsSame(failure, correlation) ? ofTheSame(failure, posterior, model, leading) : [];
  const shares = new Map<number, number>();
  for (const [index, share] of [...others, ...same])
    shares.set(index, Math.max(share, shares.get(index) ?? 0));
  return [...shares]
    .sort((a, b) => b[1] - a[1] || a[0] - b[0])
    .map(([index, share]) => {
      const cause = model.causes[index] ?? "";
      return { cause, family: familyOf(cause), share: Math.round(share * 1000) / 1000 };
    });
}

/** A delay makes recipients absent or unwilling; it makes no address wrong and breaks no goods. */
function keptWaiting(cause: string | undefined): boolean {
  return familyOf(cause ?? "") === "recipient";
}

function tellsOthers({ kind }: Failure, leading: string | undefined): boolean {
  return kind === "late" || keptWaiting(leading);
}

/**
 * Of a broken promise only where a delay on the way was needed for it, and no attempt failed: there the delays are told
 * apart already, and its evidence speaks of all of them.
 */
function tellsSame({ kind }: Failure, { features, delays }: Correlation): boolean {
  if (kind !== "late") return true;
  const attempted = features.some(({ name, level }) => name === "failed_at" && level === "attempt");
  return !attempted && (delays ?? []).length > 0;
}

function ofOtherDelays(
  failure: Failure,
  { delays }: Correlation,
  model: AttributionModel,
  leading: number,
): Shares {
  const explained = (delays ?? []).map(({ kind, features }) => ({
    kind,
    probabilities: weighCauses({ kind, recordedReason: null }, { features }, model).probabilities,
  }));
  const bestOf = (each: { probabilities: Float64Array }) => each.probabilities[leading] ?? 0;
  const own =
    failure.kind === "late" && explained.length > 0
      ? explained.reduce((a, b) => (bestOf(b) > bestOf(a) ? b : a))
      : null;
  return explained
    .filter((each) => each !== own)
    .flatMap(({ kind, probabilities }) =>
      model.causes.flatMap((cause, index) => {
        const share = probabilities[index] ?? 0;
        if (index === leading || cause === UNEXPLAINED || share < DETERMINED_FROM) return [];
        return kind === "late" && !costsTime(cause) ? [] : [[index, share] as const];
      }),
    );
}

/** Of causes of one family only the likeliest: they share most of their signs. */
function ofTheSame(
  { kind }: Failure,
  posterior: Posterior,
  model: AttributionModel,
  leading: number,
): Shares {
  const lead = model.causes[leading] ?? "";
  const best = new Map<string, readonly [index: number, share: number]>();
  if (!keptWaiting(lead) && !costsTime(lead)) return [];
  model.causes.forEach((cause, index) => {
    if (index === leading || !costsTime(cause)) return;
    if ((posterior.probabilities[index] ?? 0) >= RIVAL_FROM) return;
    const share = alsoActing(kind, posterior, model, leading, index);
    if (share >= ALSO_FROM && share > (best.get(familyOf(cause))?.[1] ?? 0))
      best.set(familyOf(cause), [index, share]);
  });
  return [...best.values()];
}
