/**
 * Random order, repeats, corrections and retractions, while workers, api, webhooks and ClickHouse are killed and
 * workers join and leave: the end is that of a calm run. Usage: node load-tests/verify/property.ts [--services]
 * [--seeds N] [--first N] [--together N] [--seed N] [--no-shrink] ; `--seed` runs one alone, as it was among its
 * neighbours. Prints the seed and the smallest failing steps; exits 1 on a difference.
 */
import { parseArgs } from "node:util";
import { startTeam } from "../../tests/harness/faults/team.ts";
import { newPlace } from "../../tests/harness/mode.ts";
import { startSink } from "../../tests/harness/sink.ts";
import { openInside } from "./insideStores.ts";
import { startCrew } from "./property/crew.ts";
import { runRound, type Verdict } from "./property/round.ts";
import { type Chaos, makeChaos, makeScript, tellSteps } from "./property/script.ts";
import { shrink, type Trial } from "./property/shrink.ts";

const { values } = parseArgs({
  options: {
    services: { type: "boolean" },
    seeds: { type: "string", default: "20" },
    first: { type: "string", default: "1" },
    together: { type: "string", default: "20" },
    seed: { type: "string" },
    "no-shrink": { type: "boolean" },
  },
});
const say = (text: string) => console.log(text);
const together = Number(values.together);
const SHRINK_TRIALS = 24;

const place = await newPlace(values.services ? "services" : "embedded");
const [sink, team] = await Promise.all([startSink(), startTeam(place)]);
const inside = openInside(place);
const failed: Verdict[] = [];
const started = Date.now();
try {
  const crew = await startCrew(team, 2);
  const stage = { team, crew, inside, sink, timeoutMs: 300_000 };
  const chaosOf = (seed: number) => makeChaos(1 + Math.floor((seed - 1) / together));
  const runSeeds = async (seeds: readonly number[], chaos: readonly (Chaos | null)[]) => {
    const begun = Date.now();
    const verdicts = await runRound(stage, seeds.map(makeScript), chaos);
    const bad = verdicts.filter(({ differing }) => differing.length > 0);
    failed.push(...bad);
    const counts = ["events", "failures", "evidence", "quarantine", "messages"].map(
      (name) => `${verdicts.reduce((sum, { calm }) => sum + (calm[name]?.length ?? 0), 0)} ${name}`,
    );
    const seconds = ((Date.now() - begun) / 1_000).toFixed(1);
    say(
      `seeds ${seeds[0]}-${seeds.at(-1)}: ${counts.join(", ")}; ${bad.length} differ; ${seconds} s (${chaos.filter(Boolean).join(", ")})`,
    );
    for (const { seed, differing } of bad) {
      say(`seed ${seed} differs:`);
      for (const line of differing) say(`  ${line.slice(0, 600)}`);
    }
  };
  if (values.seed) await runSeeds([Number(values.seed)], chaosOf(Number(values.seed)));
  else {
    const first = Number(values.first);
    const end = first + Number(values.seeds);
    for (let seed = first; seed < end; seed += together) {
      const seeds = Array.from({ length: Math.min(together, end - seed) }, (_, n) => seed + n);
      await runSeeds(seeds, chaosOf(seed));
    }
  }
  say(`${failed.length} seeds differ, after ${((Date.now() - started) / 60_000).toFixed(1)} min`);
  const [worst] = failed.toSorted((a, b) => a.differing.length - b.differing.length);
  if (worst && !values["no-shrink"]) {
    const fails = async ({ script, chaos }: Trial) =>
      (await runRound(stage, [script], chaos))[0]?.differing.length !== 0;
    const whole = { script: makeScript(worst.seed), chaos: chaosOf(worst.seed) };
    const again = await fails(whole);
    const { script, chaos } = again ? await shrink(whole, fails, SHRINK_TRIALS) : whole;
    say(
      again
        ? `seed ${worst.seed}, the smallest steps that failed:`
        : `seed ${worst.seed} did not fail alone; its steps:`,
    );
    for (const step of tellSteps(script, chaos)) say(`  ${step}`);
  }
} finally {
  await inside.close();
  if (failed.length > 0) for (const line of team.lastLines().slice(-20)) say(line);
  await team.stop();
  sink.stop();
  await place.remove();
}
process.exitCode = failed.length > 0 ? 1 : 0;
