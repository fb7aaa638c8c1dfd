import type { HeldOutMetrics } from "./model.ts";

/** Confirmed causes below which a comparison is mostly chance, its error as well. */
const ENOUGH_HELD_OUT = 10;
/** What is less than this is rounding, not learning. */
const LEAST_GAIN = 0.001;
/** With so few confirmed causes a model may seem so much worse by chance; natural log. */
const CHANCE = 0.1;
/** A model that saw so many times the failures is believed to know the tenant's deliveries better. */
const GROWTH = 1.25;
/** Standard errors; more is unlikely to be chance (one in twenty). */
const CLEARLY = 1.96;

/**
 * Whether a model may take the place of the one in force: its log loss on held-out confirmed causes is lower. One that
 * was fitted on a quarter more failures, or was held against too few causes to tell, need only not be clearly worse.
 */
export function improves(metrics: HeldOutMetrics | null): boolean {
  if (metrics === null) return false;
  const { own, inForce } = metrics;
  if (own.logLoss === null || inForce.logLoss === null) return true;
  const gain = inForce.logLoss - own.logLoss;
  return Math.abs(gain) >= LEAST_GAIN && gain > -allowance(metrics);
}

/** How much worse it may seem. */
function allowance({ own, gainError, failures, inForceFailures }: HeldOutMetrics): number {
  if (own.n < ENOUGH_HELD_OUT) return CHANCE;
  return failures >= GROWTH * inForceFailures ? CLEARLY * (gainError ?? 0) : 0;
}
