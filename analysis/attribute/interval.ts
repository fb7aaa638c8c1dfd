const Z = 1.645;

/** 90 % Wilson interval of a probability that rests on `cases` observed or judged cases, rounded to 3 places. */
export function confidenceInterval(probability: number, cases: number): readonly [number, number] {
  const z2 = Z * Z;
  const centre = (probability + z2 / (2 * cases)) / (1 + z2 / cases);
  const half =
    (Z / (1 + z2 / cases)) * Math.sqrt((probability * (1 - probability)) / cases + z2 / (4 * cases * cases));
  return [
    round(Math.max(0, Math.min(probability, centre - half))),
    round(Math.min(1, Math.max(probability, centre + half))),
  ];
}

function round(value: number): number {
  return Math.round(value * 1000) / 1000;
}
