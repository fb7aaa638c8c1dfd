import type { Bin } from "./attributionScore.ts";

const SIDE = 320;
const LEFT = 46;
const BOTTOM = 343;
/** Bins with fewer answers say nothing. */
const LEAST = 10;

/** Stated confidence against the share that was right, as an SVG: a dot per tenth, the larger the more answers it holds. */
export function reliabilityPicture(all: readonly Bin[]): string {
  const bins = all.filter(({ n }) => n >= LEAST);
  const at = ({ said, right }: Bin) =>
    `${(LEFT + said * SIDE).toFixed(1)},${(BOTTOM - right * SIDE).toFixed(1)}`;
  const ticks = [0, 0.2, 0.4, 0.6, 0.8, 1].map(
    (value) =>
      `<text x="${LEFT + value * SIDE}" y="358" text-anchor="middle">${value}</text><text x="40" y="${BOTTOM + 4 - value * SIDE}" text-anchor="end">${value}</text>`,
  );
  const dots = bins.map((bin) => {
    const [x, y] = at(bin).split(",");
    const told = `${bin.n} answers: said ${bin.said.toFixed(2)}, right ${bin.right.toFixed(2)}`;
    return `<circle cx="${x}" cy="${y}" r="${(2 + Math.sqrt(bin.n) / 6).toFixed(1)}" fill="#1f6feb"><title>${told}</title></circle>`;
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 386 380" font-family="sans-serif" font-size="11">`,
    `<title>Stated confidence against the share that was right, first failures of the planted deliveries</title>`,
    `<rect x="${LEFT}" y="${BOTTOM - SIDE}" width="${SIDE}" height="${SIDE}" fill="#fff" stroke="#999"/>`,
    `<line x1="${LEFT}" y1="${BOTTOM}" x2="${LEFT + SIDE}" y2="${BOTTOM - SIDE}" stroke="#bbb" stroke-dasharray="4 4"/>`,
    ...ticks,
    `<polyline fill="none" stroke="#1f6feb" stroke-width="1.5" points="${bins.map(at).join(" ")}"/>`,
    ...dots,
    `<text x="206" y="375" text-anchor="middle">stated confidence</text><text transform="translate(12 183) rotate(-90)" text-anchor="middle">share that was right</text></svg>`,
    "",
  ].join("\n");
}
