/** How often a confirmed cause is taken to be wrong: people err, and pick the line above. */
const WRONG = 0.05;
/** A wrong confirmation names any of about so many causes. */
const AMONG = 20;

/** P(this cause is confirmed), from the probability that it is the true one. */
export function confirmedShare(probability: number): number {
  return (1 - WRONG) * probability + (WRONG * (1 - probability)) / AMONG;
}

/** Makes a posterior certain of the confirmed cause, but for the chance that the confirmation is wrong. In place. */
export function clampTo(posterior: Float64Array, confirmed: number): void {
  const all = confirmedShare(posterior[confirmed] ?? 0);
  for (let c = 0; c < posterior.length; c++) {
    const likelihood = c === confirmed ? 1 - WRONG : WRONG / AMONG;
    posterior[c] = ((posterior[c] ?? 0) * likelihood) / all;
  }
}
