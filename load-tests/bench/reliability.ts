/** What was stated of the first candidate, and whether it was the true cause. */
export interface Stated {
  readonly confidence: number;
  readonly isRight: boolean;
}

/** Answers whose confidence lies in one tenth. */
export interface Bin {
  readonly from: number;
  readonly n: number;
  /** Mean of what was stated. */
  readonly said: number;
  /** Share that was right. */
  readonly right: number;
}

/** Stated confidence against the share that was right, tenth by tenth. */
export function reliabilityOf(answers: readonly Stated[]): readonly Bin[] {
  const byTenth = Map.groupBy(answers, ({ confidence }) => Math.min(9, Math.floor(confidence * 10)));
  return [...byTenth]
    .sort(([a], [b]) => a - b)
    .map(([tenth, bin]) => ({
      from: tenth / 10,
      n: bin.length,
      said: bin.reduce((sum, { confidence }) => sum + confidence, 0) / bin.length,
      right: bin.filter(({ isRight }) => isRight).length / bin.length,
    }));
}

/** Expected calibration error: mean distance of what was stated from what was right, by answers. */
export function calibrationError(answers: readonly Stated[]): number {
  return reliabilityOf(answers).reduce(
    (total, { n, said, right }) => total + (n / answers.length) * Math.abs(right - said),
    0,
  );
}

const SIZE = 320;
const LEFT = 46;
const TOP = 23;
/** Fewer answers than this say nothing of a tenth. */
const LEAST = 5;

/** The same as a picture, SVG; the area of each point grows with its answers. */
export function drawReliability(bins: readonly Bin[], title: string): string {
  const x = (share: number) => (LEFT + share * SIZE).toFixed(1);
  const y = (share: number) => (TOP + (1 - share) * SIZE).toFixed(1);
  const shown = bins.filter(({ n }) => n >= LEAST);
  const most = Math.max(1, ...shown.map(({ n }) => n));
  const ticks = [0, 0.2, 0.4, 0.6, 0.8, 1].map(
    (at) =>
      `<text x="${x(at)}" y="${TOP + SIZE + 15}" text-anchor="middle">${at}</text><text x="${LEFT - 6}" y="${(Number(y(at)) + 4).toFixed(1)}" text-anchor="end">${at}</text>`,
  );
  const points = shown.map(
    ({ n, said, right }) =>
      `<circle cx="${x(said)}" cy="${y(right)}" r="${(2.5 + 5 * Math.sqrt(n / most)).toFixed(1)}" fill="#1f6feb"><title>${n} answers: said ${said.toFixed(2)}, right ${right.toFixed(2)}</title></circle>`,
  );
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 386 380" font-family="sans-serif" font-size="11">`,
    `<title>${title}</title>`,
    `<rect x="${LEFT}" y="${TOP}" width="${SIZE}" height="${SIZE}" fill="#fff" stroke="#999"/>`,
    `<line x1="${x(0)}" y1="${y(0)}" x2="${x(1)}" y2="${y(1)}" stroke="#bbb" stroke-dasharray="4 4"/>`,
    ...ticks,
    `<polyline fill="none" stroke="#1f6feb" stroke-width="1.5" points="${shown.map(({ said, right }) => `${x(said)},${y(right)}`).join(" ")}"/>`,
    ...points,
    `<text x="${x(0.5)}" y="${TOP + SIZE + 32}" text-anchor="middle">stated confidence</text>`,
    `<text x="12" y="${y(0.5)}" text-anchor="middle" transform="rotate(-90 12 ${y(0.5)})">share that was right</text>`,
    "</svg>\n",
  ].join("\n");
}
