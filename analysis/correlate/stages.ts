import { normOf } from "../norms/learnNorms.ts";
import { MILESTONES, type Passed, passedBy, type Stretch, stretchOf } from "../norms/segments.ts";
import type { Feature } from "../types.ts";
import { feature, inWords, levelBelow } from "./feature.ts";
import { lostBy, type View } from "./view.ts";
import { endOfFailure } from "./windows.ts";

const MINUTE = 60_000;
const HOUR_MINUTES = 60;
/** A stage that took less than this beyond its norm lost no time; minutes. */
const LEAST_LOSS = 45;

/** How long each stage may take where no norm of the tenant is known yet; minutes. */
const USUAL: Readonly<Record<string, number>> = {
  wait: 18 * HOUR_MINUTES,
  pick: 75,
  pack: 60,
  dispatch: 5 * HOUR_MINUTES,
  linehaul: 38 * HOUR_MINUTES,
  hub: 21 * HOUR_MINUTES,
  run: 5 * HOUR_MINUTES,
};

const WORDS: Readonly<Record<string, string>> = {
  wait: "waiting to be picked",
  pick: "picking",
  pack: "packing",
  dispatch: "waiting for dispatch",
  linehaul: "the way to the hub",
  hub: "waiting at the hub",
  run: "the run",
};

interface Taken {
  readonly stretch: Stretch;
  /** What it takes at most, as a rule; minutes. */
  readonly limit: number;
}

/**
 * For a broken promise: which stage lost most against its norm, and how much time was left when each ended. The events
 * between which a stage lies may be missing; then the stages between those that are known count as one.
 */
export function observeStages(view: View): readonly Feature[] {
  if (view.failure.kind !== "late") return [];
  const passed = passedBy(view.delivery, endOfFailure(view.failure));
  const taken = takenBy(view, passed);
  return [...(attemptLost(view, taken) ?? mostLost(view, taken)), ...slack(view, passed)];
}

/** An attempt that failed counts as a stage of its own, until the next run left: null where another lost more. */
function attemptLost(view: View, taken: readonly Taken[]): readonly Feature[] | null {
  if (view.scope !== "attempt" || !view.attempt) return null;
  const cost = lostBy(view.attempt, view.attempts, endOfFailure(view.failure)) / MINUTE;
  if (taken.some((each) => each.stretch.stage !== "run" && lossOf(each) > cost)) return null;
  const statement = `most time was lost by the failed attempt: ${inWords(cost)} until the next run`;
  return [
    feature("lost_time", "attempt", statement, view.attempt.reports, {
      observed: Math.round(cost),
      normal: 0,
      unit: "minutes",
    }),
  ];
}

function takenBy(view: View, passed: readonly Passed[]): readonly Taken[] {
  return passed.flatMap((from, index) => {
    const to = passed[index + 1];
    const stretch = to ? stretchOf(from, to, view.delivery) : null;
    return stretch ? [{ stretch, limit: limitOf(view, stretch) }] : [];
  });
}

function limitOf({ norms }: View, stretch: Stretch): number {
  const norm = norms ? normOf(norms, stretch) : null;
  if (norm) return norm.median + norm.spread;
  const parts = stretch.stage.split("+").map((part) => USUAL[part] ?? 0);
  return Math.max(...parts) + parts.reduce((sum, part) => sum + part, 0) / 6;
}

function mostLost(view: View, all: readonly Taken[]): readonly Feature[] {
  const worst = all.reduce<Taken | null>((a, b) => (a === null || lossOf(b) > lossOf(a) ? b : a), null);
  if (worst === null) return [];
  if (lossOf(worst) < LEAST_LOSS)
    return [feature("lost_time", "none", "no stage took longer than usual", [])];
  return [lossFeature(view, worst)];
}

/** Every stage that lost time against its norm, the worst first; each as the `lost_time` of its own. */
export function observeLosses(view: View): readonly Feature[] {
  return takenBy(view, passedBy(view.delivery, endOfFailure(view.failure)))
    .filter((taken) => lossOf(taken) >= LEAST_LOSS)
    .sort((a, b) => lossOf(b) - lossOf(a))
    .map((taken) => lossFeature(view, taken));
}

function lossOf({ stretch, limit }: Taken): number {
  return stretch.minutes - limit;
}

function lossFeature(view: View, { stretch, limit }: Taken): Feature {
  const what = stretch.stage.split("+").map((part) => WORDS[part] ?? part);
  const usual = view.norms ? "usually at most" : "as a rule at most";
  const statement = `most time was lost in ${list(what)}: ${inWords(stretch.minutes)}, ${usual} ${inWords(limit)}`;
  return feature("lost_time", stretch.stage, statement, [stretch.from, stretch.to], {
    observed: Math.round(stretch.minutes),
    normal: Math.round(limit),
    unit: "minutes",
  });
}

function list(parts: readonly string[]): string {
  return parts.length < 2 ? (parts[0] ?? "") : `${parts.slice(0, -1).join(", ")} and ${parts.at(-1)}`;
}

type Limits = readonly (readonly [number, string])[];

const SLACKS: readonly { name: string; index: number; words: string; limits: Limits }[] = [
  {
    name: "slack_at_dispatch",
    index: MILESTONES.indexOf("warehouse.dispatched"),
    words: "the warehouse dispatched it",
    limits: [
      [8, "spent"],
      [22, "short"],
    ],
  },
  {
    name: "slack_at_hub",
    index: MILESTONES.indexOf("shipment.arrived_at_facility"),
    words: "it reached the delivery hub",
    limits: [
      [0, "spent"],
      [8, "short"],
    ],
  },
];

/** Time between the end of a stage and the promise. */
function slack(view: View, passed: readonly Passed[]): readonly Feature[] {
  const promised = view.failure.promisedBy;
  if (promised === null) return [];
  return SLACKS.flatMap(({ name, index, words, limits }) => {
    const event = passed.find((each) => each.index === index)?.event;
    if (!event || event.at > view.to) return [];
    const minutes = (promised - event.at) / MINUTE;
    const rest = minutes < 0 ? `${inWords(-minutes)} after` : `${inWords(minutes)} before`;
    const level = levelBelow(minutes / 60, limits, "ample");
    return [
      feature(name, level, `${words} ${rest} the promise`, [event], {
        observed: Math.round(minutes),
        unit: "minutes",
      }),
    ];
  });
}
