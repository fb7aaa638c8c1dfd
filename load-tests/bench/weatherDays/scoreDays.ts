export interface ScoredDay {
  readonly isWeatherDay: boolean;
  readonly score: number;
  /** What is said of the day, where it is said by itself; else the score is above 0. */
  readonly named: boolean;
}

export interface DayMarks {
  readonly auc: number;
  readonly f1: number;
  readonly precision: number;
  readonly recall: number;
  readonly named: number;
}

/** How well weather days are told: area under the ROC curve of the score, F1 of what is named. */
export function scoreDays(days: readonly ScoredDay[]): DayMarks {
  const real = days.filter(({ isWeatherDay }) => isWeatherDay);
  const others = days.filter(({ isWeatherDay }) => !isWeatherDay);
  const named = days.filter((day) => day.named);
  const found = named.filter(({ isWeatherDay }) => isWeatherDay).length;
  const above = real.flatMap((day) => others.map((other) => comparedTo(day.score, other.score)));
  return {
    auc: above.reduce((sum, each) => sum + each, 0) / above.length,
    f1: (2 * found) / (named.length + real.length),
    precision: found / named.length,
    recall: found / real.length,
    named: named.length,
  };
}

function comparedTo(one: number, other: number): number {
  if (one === other) return 0.5;
  return one > other ? 1 : 0;
}
