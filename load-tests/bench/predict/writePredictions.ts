import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Prediction } from "./collect.ts";

const HEAD = "delivery_id,kind,attempt,primary_cause,confidence,p1,p2,p3,contributing";
/** From here on a cause is named; below it the answer is not determined. */
const NAMED_FROM = 0.4;

/** Writes `predictions.csv`, a line for each failure. */
export function writePredictions(folder: string, predictions: readonly Prediction[]): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "predictions.csv"), `${[HEAD, ...predictions.map(toLine)].join("\n")}\n`);
}

function toLine({ deliveryId, kind, attempt, ranked, determined, contributing }: Prediction): string {
  const [best, second, third] = ranked;
  const weighed = (each: typeof best) => (each ? `${each.cause}:${each.probability}` : "");
  return [
    deliveryId,
    kind,
    attempt ?? "",
    causeTold(determined, best),
    best?.probability ?? 0,
    weighed(best),
    weighed(second),
    weighed(third),
    contributing.join(";"),
  ].join(",");
}

/** That nothing explains a failure is an answer as well, where that is the most likely. */
function causeTold(determined: boolean, best: Prediction["ranked"][number] | undefined): string {
  if (best === undefined || best.probability < NAMED_FROM) return "not_determined";
  return determined || best.cause === "unexplained" ? best.cause : "not_determined";
}
