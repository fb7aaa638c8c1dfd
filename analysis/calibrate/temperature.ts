import { confirmedShare } from "../fit/confirmation.ts";
import type { Encoded } from "../fit/encode.ts";
import { type Beliefs, weigh } from "../fit/expect.ts";

const CHOICES = Array.from({ length: 31 }, (_, i) => 0.7 + i * 0.05);
/** So many cases say that the stated probabilities are right as they are. */
const SHRINK = 100;

/**
 * The temperature at which confirmed causes are likeliest that the fit did not see: the causes of each half are hidden
 * while the other half is fitted. Few confirmed causes move it little. 1 where nothing was confirmed.
 */
export function fitTemperature(encoded: Encoded, refit: (hidden: Encoded) => Beliefs): number {
  const labelled = [...encoded.confirmed.keys()].filter((index) => (encoded.confirmed[index] ?? -1) >= 0);
  if (labelled.length < 20) return 1;
  const losses = new Float64Array(CHOICES.length);
  for (const half of [0, 1]) {
    const own = labelled.filter((_, i) => i % 2 === half);
    const confirmed = encoded.confirmed.slice();
    for (const index of own) confirmed[index] = -1;
    const beliefs = refit({ ...encoded, confirmed });
    for (const index of own) addLosses(encoded, beliefs, index, losses);
  }
  const shrunk = losses.map((loss, i) => loss + SHRINK * Math.log(CHOICES[i] ?? 1) ** 2);
  return CHOICES[shrunk.indexOf(Math.min(...shrunk))] ?? 1;
}

function addLosses(encoded: Encoded, beliefs: Beliefs, index: number, losses: Float64Array): void {
  const posterior = new Float64Array(beliefs.causes);
  weigh(encoded, beliefs, index, posterior);
  const cause = encoded.confirmed[index] ?? 0;
  CHOICES.forEach((temperature, i) => {
    let total = 0;
    for (const share of posterior) total += Math.max(share, 1e-9) ** (1 / temperature);
    const own = Math.max(posterior[cause] ?? 0, 1e-9) ** (1 / temperature) / total;
    losses[i] = (losses[i] ?? 0) - Math.log(confirmedShare(own));
  });
}
