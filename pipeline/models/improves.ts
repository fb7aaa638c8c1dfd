import type { HeldOutMetrics } from "./model.ts";

/** Confirmed causes below which a comparison is chance. */
const ENOUGH_HELD_OUT = 10;

/** What is less than this is rounding, not learning. */
const LEAST_GAIN = 0.001;

/**
 * Whether a model may take the place of the one in force: its log loss on held-out confirmed causes is lower. Where
 * too few were confirmed to tell, it may: it has seen the tenant's deliveries, which the experts have not.
 */
export function improves(metrics: HeldOutMetrics | null): boolean {
  if (metrics === null) return false;
  const { own, inForce } = metrics;
  if (own.n < ENOUGH_HELD_OUT || own.logLoss === null || inForce.logLoss === null) return true;
  return own.logLoss < inForce.logLoss - LEAST_GAIN;
}
