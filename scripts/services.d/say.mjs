/** To people: standard output belongs to the three variables. */
export function say(line) {
  process.stderr.write(`${line}\n`);
}

/** Seconds since `began` (of `performance.now()`), for people. */
export function seconds(began) {
  return `${((performance.now() - began) / 1000).toFixed(1)} s`;
}
