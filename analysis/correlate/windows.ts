import type { FailureFacts } from "../types.ts";

const HOUR = 3_600_000;

/** How long before a failure, and how long after it, an event of a kind can still speak of it; hours. */
export interface EvidenceWindow {
  readonly before: number;
  readonly after: number;
}

/** Windows by event type, for events that belong to no single delivery. A type that is not listed is no evidence. */
export const EVIDENCE_WINDOWS: Readonly<Record<string, EvidenceWindow>> = {
  "warehouse.load": { before: 120, after: 0 },
  "warehouse.note": { before: 120, after: 0 },
  "vehicle.position": { before: 16, after: 0 },
  "vehicle.fault_raised": { before: 24, after: 0 },
  "vehicle.fault_cleared": { before: 24, after: 0 },
  "vehicle.breakdown": { before: 24, after: 2 },
  "route.resequenced": { before: 24, after: 0 },
  "context.weather": { before: 48, after: 0 },
  "context.weather_alert": { before: 48, after: 0 },
  "context.traffic": { before: 24, after: 0 },
  "context.road_closure": { before: 96, after: 0 },
  "context.strike": { before: 120, after: 0 },
  "context.holiday": { before: 120, after: 0 },
  "context.festival": { before: 168, after: 0 },
  "context.event": { before: 48, after: 0 },
};

/** Remarks that speak of a failure may follow it for this long; hours. */
export const REMARK_HOURS = 240;

/** The end of what is to be explained, epoch ms: a late delivery goes on being late until it is delivered. */
export function endOfFailure(failure: FailureFacts): number {
  return failure.kind === "late"
    ? Math.max(failure.occurredAt, failure.deliveredAt ?? 0)
    : failure.occurredAt;
}

/** Times between which events of `type` can be evidence, epoch ms, or null where the type never is. */
export function windowOf(
  failure: FailureFacts,
  type: string,
): { readonly from: number; readonly to: number } | null {
  const window = EVIDENCE_WINDOWS[type];
  if (!window) return null;
  return { from: failure.occurredAt - window.before * HOUR, to: endOfFailure(failure) + window.after * HOUR };
}
