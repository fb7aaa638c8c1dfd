import type { HeldOutMetrics } from "./model.ts";

/** Confirmed causes below which a comparison is mostly chance. */
const ENOUGH_HELD_OUT = 10;
/** What is less than this is rounding, not learning. */
const LEAST_GAIN = 0.001;
/** With few confirmed causes a model may seem so much worse by chance; natural log. */
const CHANCE = 0.1;

/**
 * Whether a model may take the place of the one in force: its log loss on held-out confirmed causes is lower. Where
 * too few were confirmed to tell, it may unless it is clearly worse: it has seen the tenant's deliveries.
 */
export function improves(metrics: HeldOutMetrics | null): boolean {
  if (metrics === null) return false;
  const { own, inForce } = metrics;
  if (own.logLoss === null || inForce.logLoss === null) return true;
  const gain = inForce.logLoss - own.logLoss;
  if (Math.abs(gain) < LEAST_GAIN) return false;
  return own.n < ENOUGH_HELD_OUT ? gain > -CHANCE : gain > 0;
}
