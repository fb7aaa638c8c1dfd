import type { Analysis, FailureFacts, Surroundings } from "../../analysis/types.ts";
import type { LogAppend, LogRange } from "../../events/log/port.ts";
import type { CorrelationFactRow, FailureFactRow } from "../../warehouse/tables.ts";
import type { HandoverOf } from "../deliveries/handover.ts";
import type { DeliveryRef } from "../deliveries/loadDeliveries.ts";
import type { FeedbackRow } from "../feedback/feedback.ts";
import type { FoldEvent } from "../fold/types.ts";

/** One delivery whose failures are to be explained. */
export interface DetectedDelivery extends DeliveryRef {
  readonly range: LogRange;
  readonly offset: number;
  readonly failureIds: readonly string[];
  readonly sweptAt: number | null;
  /** Set when nobody is to be told of the analysis. */
  readonly quiet: boolean;
}

/** One failure on its way to an explanation. */
export interface Case {
  readonly detected: DetectedDelivery;
  readonly row: FailureFactRow;
  readonly failure: FailureFacts;
  /** What people confirmed of it, as it stands. */
  readonly feedback: FeedbackRow | undefined;
  around: Surroundings;
  analysis: Analysis | null;
}

export interface AnalyseState {
  readonly ranges: readonly LogRange[];
  /** What the folds before left; none: everything is read. */
  readonly handoverOf: HandoverOf;
  detected: readonly DetectedDelivery[];
  events: ReadonlyMap<string, readonly FoldEvent[]>;
  cases: Case[];
  readonly newFailures: FailureFactRow[];
  readonly newEvidence: CorrelationFactRow[];
  readonly announce: LogAppend[];
}

export function newAnalyseState(
  ranges: readonly LogRange[],
  handoverOf: HandoverOf = () => undefined,
): AnalyseState {
  return {
    ranges,
    handoverOf,
    detected: [],
    events: new Map(),
    cases: [],
    newFailures: [],
    newEvidence: [],
    announce: [],
  };
}
