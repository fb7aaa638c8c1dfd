import { normOf } from "../norms/learnNorms.ts";
import { slotOf } from "../norms/segments.ts";
import type { Correlation, Feature } from "../types.ts";
import { observeCivic } from "./civic.ts";
import { feature } from "./feature.ts";
import { observeReasons } from "./reason.ts";
import { observeLosses } from "./stages.ts";
import { observeTransit } from "./transit.ts";
import { type Attempt, lostBy, type View } from "./view.ts";
import { observeWarehouse } from "./warehouse.ts";
import { observeWeather } from "./weather.ts";
import { endOfFailure } from "./windows.ts";
import { observeWords } from "./words.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** What lost less than this beyond its norm made nothing late; minutes. */
const LEAST_LOSS = 120;
/** What lost a smaller part of all that was lost did not matter. */
const LEAST_SHARE = 0.15;
/** How long a run takes until the stop where no norm is known; minutes. */
const USUAL_RUN = 150;
const ON_THE_WAY: readonly ((view: View) => readonly Feature[])[] = [
  observeReasons,
  observeWords,
  observeTransit,
  observeWarehouse,
  observeWeather,
  observeCivic,
];

type Delay = NonNullable<Correlation["delays"]>[number];
type Lost = Delay & { readonly minutes: number };

/**
 * Everything that the delivery lost time by, each seen as a failure of its own: every stage on the way that lost hours
 * against its norm, where even a run of the usual length would have come too late, and for a broken promise every
 * attempt that failed, until the next run left. `observe` gathers what is known of one attempt.
 */
export function observeDelays(view: View, observe: (view: View) => readonly Feature[]): readonly Delay[] {
  const found = [...stages(view), ...attempts(view, observe)];
  const total = found.reduce((sum, { minutes }) => sum + minutes, 0);
  return found
    .filter(({ minutes }) => minutes >= LEAST_SHARE * total)
    .map(({ kind, features }) => ({ kind, features }));
}

function stages(view: View): readonly Lost[] {
  const first = view.attempts[0];
  if (!first || !lateByTheWay(view, first)) return [];
  const to = Math.min(first.start ?? first.end, view.to);
  const from = Math.min(view.failure.orderedAt ?? to - 72 * HOUR, to);
  const way: View = { ...view, failure: { ...view.failure, kind: "late" }, scope: "transit", from, to };
  const losses = observeLosses(way).filter(({ level }) => level !== "run");
  const long = losses.filter((loss) => minutesOf(loss) > LEAST_LOSS);
  if (long.length === 0) return [];
  const around = ON_THE_WAY.flatMap((family) => family(way));
  const onTheWay = feature("failed_at", "transit", "time was lost on the way", []);
  return long.map((loss) => ({
    kind: "late",
    minutes: minutesOf(loss),
    features: [onTheWay, loss, ...around],
  }));
}

function minutesOf({ observed, normal }: Feature): number {
  return (observed ?? 0) - (normal ?? 0);
}

/** Whether the first run left so late that it could not keep the promise, even had it taken no longer than usual. */
function lateByTheWay(view: View, { start, end }: Attempt): boolean {
  const { promisedBy } = view.failure;
  if (promisedBy === null) return false;
  if (start === null) return end > promisedBy;
  const { carrier_id: carrier, city } = view.refs;
  const entity = carrier && city ? `${carrier}/${city}` : null;
  const norm = view.norms ? normOf(view.norms, { stage: "run", slot: slotOf(start), entity }) : null;
  return start + (norm?.median ?? USUAL_RUN) * MINUTE > promisedBy;
}

function attempts(view: View, observe: (view: View) => readonly Feature[]): readonly Lost[] {
  if (view.failure.kind !== "late") return [];
  const end = endOfFailure(view.failure);
  const failed = view.attempts.filter((attempt) => attempt.failed && attempt.end < end);
  return failed.map((attempt) => ({
    kind: "attempt_failed",
    minutes: lostBy(attempt, view.attempts, end) / MINUTE,
    features: observe(atAttempt(view, attempt)),
  }));
}

/** The same delivery, looked at where one attempt failed. */
function atAttempt(view: View, attempt: Attempt): View {
  const failure = { ...view.failure, kind: "attempt_failed" as const, occurredAt: attempt.end };
  const from = attempt.start ?? attempt.end - 6 * HOUR;
  return { ...view, failure, scope: "attempt", attempt, from, to: attempt.end };
}
