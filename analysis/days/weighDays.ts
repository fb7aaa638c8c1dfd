import { logNegativeBinomial } from "./negativeBinomial.ts";
import { usualCounts } from "./usualCounts.ts";

/** One day of one place. */
export interface DayCount {
  /** Days since 1970-01-01, of the place's own calendar. */
  readonly day: number;
  /** Failures of that day, whatever their cause. */
  readonly failures: number;
  /** Mean probability of the cause over those failures, each looked at by itself; 0 to 1. */
  readonly share: number;
}

export interface WeighedDay extends DayCount {
  /** Failures to be expected of such a day without the cause. */
  readonly usual: number;
  /** Expected number of the day's failures that the cause brought about. */
  readonly caused: number;
}

/** How unevenly a cause strikes: the smaller, the more often it does nothing, and the more it does when it does. */
const SHAPES = [0.25, 0.5, 1, 2] as const;

/**
 * How many of each day's failures one circumstance of the whole place (weather, a strike) brought about. Failure by
 * failure, bad weather is as likely a cause on a day like any other as on one with twice the failures: the day's count
 * tells them apart. Competing risks on counts: usual failures and caused ones are two negative binomial variables that
 * add up to what was counted; before counting, the caused ones are to the usual ones as `share` to the rest. Answers the
 * expectation given the sum. How unevenly the cause strikes and how much days differ anyway is learned from these days.
 */
export function weighDays(days: readonly DayCount[]): readonly WeighedDay[] {
  const { usual, spread } = usualCounts(days);
  const steadiness = 1 / spread ** 2;
  const splits = SHAPES.map((shape) => days.map((day, at) => split(day, usual[at] ?? 1, steadiness, shape)));
  const likelihoods = splits.map((each) => each.reduce((sum, { logLikelihood }) => sum + logLikelihood, 0));
  const best = Math.max(...likelihoods);
  const weights = likelihoods.map((likelihood) => Math.exp(likelihood - best));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return days.map((day, at) => ({
    ...day,
    usual: usual[at] ?? 0,
    caused: splits.reduce((sum, each, n) => sum + ((weights[n] ?? 0) / total) * (each[at]?.caused ?? 0), 0),
  }));
}

interface Split {
  readonly caused: number;
  /** Of the day's count, whatever its parts. */
  readonly logLikelihood: number;
}

/** The expected part of the cause, over all ways to divide the count. */
function split({ failures, share }: DayCount, usual: number, steadiness: number, shape: number): Split {
  if (share <= 0) return { caused: 0, logLikelihood: logNegativeBinomial(failures, usual, steadiness) };
  const mean = (usual * share) / Math.max(1 - share, 0.01);
  const logs = Array.from(
    { length: failures + 1 },
    (_, caused) =>
      logNegativeBinomial(caused, mean, shape) + logNegativeBinomial(failures - caused, usual, steadiness),
  );
  const top = logs.reduce((most, log) => Math.max(most, log), Number.NEGATIVE_INFINITY);
  let [weight, weighted] = [0, 0];
  logs.forEach((log, caused) => {
    const part = Math.exp(log - top);
    weight += part;
    weighted += part * caused;
  });
  return { caused: weighted / weight, logLikelihood: top + Math.log(weight) };
}
