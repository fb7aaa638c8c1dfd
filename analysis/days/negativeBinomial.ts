/**
 * Natural logarithm of the probability of `count` under a negative binomial with this mean and shape (variance =
 * mean + mean² / shape).
 */
export function logNegativeBinomial(count: number, mean: number, shape: number): number {
  const chance = mean / (mean + shape);
  const ways = logGamma(count + shape) - logGamma(shape) - logGamma(count + 1);
  return ways + shape * Math.log1p(-chance) + (count === 0 ? 0 : count * Math.log(chance));
}

/** Logarithm of the gamma function of a positive number: Stirling's series, after moving up to where it is exact to 1e-12. */
function logGamma(x: number): number {
  let [at, down] = [x, 0];
  for (; at < 10; at += 1) down += Math.log(at);
  const inverse = 1 / (at * at);
  const series = (1 / 12 - inverse * (1 / 360 - inverse * (1 / 1260 - inverse / 1680))) / at;
  return (at - 0.5) * Math.log(at) - at + 0.5 * Math.log(2 * Math.PI) + series - down;
}
