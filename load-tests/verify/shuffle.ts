/**
 * Any order of arrival and any repetition comes to the same deliveries and failures, on embedded stores or services.
 * Usage: node load-tests/verify/shuffle.ts [--services] [--all] [--data DIR] [--seed N] ; without --all 2,000 deliveries and three
 * seeds, with it everything and one seed. Exits 1 on a difference.
 */
import { parseArgs } from "node:util";
import { newPlace } from "../../tests/harness/mode.ts";
import { startProduct } from "../../tests/harness/product.ts";
import { compareShuffled } from "./compareShuffled.ts";
import { readPlanted } from "./readPlanted.ts";
import { slicePlanted } from "./slicePlanted.ts";
import { diffWorlds } from "./worldState.ts";

const { values } = parseArgs({
  options: {
    all: { type: "boolean" },
    data: { type: "string" },
    seed: { type: "string" },
    services: { type: "boolean" },
  },
});
const folder = values.data ?? `${process.env["DFRAS_CORPUS"] ?? "../shared"}/data/planted`;
const seeds = values.seed ? [Number(values.seed)] : values.all ? [1] : [1, 2, 3];

const { lines, end, deliveries, corrections, retractions } = slicePlanted(
  readPlanted(folder).lines,
  values.all ? Number.POSITIVE_INFINITY : 2_000,
);
const say = (text: string) => console.log(text);
say(
  `${deliveries} deliveries, ${lines.length} events, ${corrections} corrections, ${retractions} retractions`,
);
const { home, env, remove } = await newPlace(values.services ? "services" : "embedded");
const product = await startProduct({ home, env });
try {
  const timeoutMs = values.all ? 1_200_000 : 180_000;
  const { clean, bySeed } = await compareShuffled({ api: product.api, lines, end, seeds, timeoutMs, say });
  for (const [seed, found] of bySeed) {
    const differing = diffWorlds(clean, found);
    say(`seed ${seed}: ${differing.length === 0 ? "the same" : "differs"}`);
    for (const text of differing) say(text);
    if (differing.length > 0) process.exitCode = 1;
  }
} finally {
  say(`product ended with ${await product.stop()}`);
  if (process.exitCode === 1) for (const line of product.lastLines().slice(-20)) say(line);
  await remove();
}
