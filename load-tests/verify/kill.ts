/**
 * The whole of `data/planted` while api, worker and the ClickHouse child are killed at ten random moments.
 * Usage: node load-tests/verify/kill.ts [--data DIR] [--seed N] [--kills N] ; exits 1 when anything is lost or doubled.
 */
import { parseArgs } from "node:util";
import { startFleet } from "../../tests/harness/fleet.ts";
import { newHome } from "../../tests/harness/product.ts";
import { startSink } from "../../tests/harness/sink.ts";
import { compareFailures } from "./compare.ts";
import { readPlanted } from "./readPlanted.ts";
import { readStoresAtRest } from "./storesAtRest.ts";
import { surviveKills } from "./surviveKills.ts";

const { values } = parseArgs({
  options: { data: { type: "string" }, seed: { type: "string" }, kills: { type: "string" } },
});
const planted = readPlanted(values.data ?? `${process.env["DFRAS_CORPUS"] ?? "../shared"}/data/planted`);
const say = (text: string) => console.log(text);
const { home, remove } = await newHome();
const [sink, fleet] = await Promise.all([startSink(), startFleet(home)]);
let faults = 1;
try {
  const { failures, lost, doubled, strangers, messageFaults } = await surviveKills({
    fleet,
    sink,
    lines: planted.lines,
    end: Date.parse(planted.end),
    kills: Number(values.kills ?? 10),
    seed: Number(values.seed ?? 1),
    batch: 1_000,
    pauseMs: 0,
    timeoutMs: 1_200_000,
    say,
  });
  const { doubledRows, unequalRows, openRanges } = await readStoresAtRest(home);
  say(`in the stores: ${doubledRows} rows doubled, ${unequalRows} unequal, ${openRanges} ranges open`);
  faults = doubledRows + unequalRows + openRanges;
  faults += lost + doubled + strangers + messageFaults + compareFailures(failures, planted.truth, say);
} finally {
  say(`processes ended with ${JSON.stringify(await fleet.stop())}`);
  sink.stop();
  if (faults > 0) for (const line of fleet.lastLines().slice(-40)) say(line);
  await remove();
}
process.exitCode = faults > 0 ? 1 : 0;
