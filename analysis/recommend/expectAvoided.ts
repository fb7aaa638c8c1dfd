import type { Playbook } from "./playbooks.ts";

const Z = 1.645;

export interface Avoided {
  /** Failures a week. */
  readonly value: number;
  /** 90 %. */
  readonly low: number;
  readonly high: number;
}

/**
 * Failures a week that an action should avoid: the attributable failures seen, `weight` in `weeks`, times the share
 * that such an action avoids. Log-normal interval by the delta method: the count is taken as Poisson, and the share is
 * as uncertain as its playbook says.
 */
export function expectAvoided(weight: number, weeks: number, { effect }: Pick<Playbook, "effect">): Avoided {
  if (weight <= 0 || weeks <= 0) return { value: 0, low: 0, high: 0 };
  const value = (weight / weeks) * effect.mean;
  const spread = Math.sqrt(1 / weight + (effect.sd / effect.mean) ** 2);
  return {
    value: round(value),
    low: round(value * Math.exp(-Z * spread)),
    high: round(value * Math.exp(Z * spread)),
  };
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
