import type { LogRange } from "../../events/log/port.ts";
import type { AttemptExposureRow, StageSampleRow } from "../../warehouse/exposureRows.ts";
import type { DeliveryRef } from "../deliveries/loadDeliveries.ts";
import type { FoldEvent } from "../fold/types.ts";

/** Deliveries that have been at the door, whatever came of it. */
export interface ExposuresState {
  readonly ranges: readonly LogRange[];
  touched: readonly DeliveryRef[];
  /** Live events by delivery key. */
  events: ReadonlyMap<string, readonly FoldEvent[]>;
  readonly newSamples: StageSampleRow[];
  readonly newExposures: AttemptExposureRow[];
}

export function newExposuresState(ranges: readonly LogRange[]): ExposuresState {
  return { ranges, touched: [], events: new Map(), newSamples: [], newExposures: [] };
}
