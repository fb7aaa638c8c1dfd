import { afterAll, beforeAll, expect, test } from "vitest";
import { type InsideStores, openInside } from "../../load-tests/verify/insideStores.ts";
import { startCrew } from "../../load-tests/verify/property/crew.ts";
import { runRound } from "../../load-tests/verify/property/round.ts";
import { makeChaos, makeScript, tellSteps } from "../../load-tests/verify/property/script.ts";
import { startTeam, type Team } from "../harness/faults/team.ts";
import { newPlace, type Place } from "../harness/mode.ts";
import { type Sink, startSink } from "../harness/sink.ts";

/** More of them, and the smallest failing steps: node load-tests/verify/property.ts. */
const SEEDS = [1, 2];

let place: Place;
let sink: Sink;
let team: Team;
let inside: InsideStores;
beforeAll(async () => {
  place = await newPlace("embedded");
  [sink, team] = await Promise.all([startSink(), startTeam(place)]);
  inside = openInside(place);
});
afterAll(async () => {
  await inside?.close();
  await team?.stop();
  sink?.stop();
  await place?.remove();
});

test("any order, repeats, kills and rebalances come to the state of a calm run", async () => {
  const crew = await startCrew(team, 2);
  const chaos = makeChaos(1);
  const verdicts = await runRound(
    { team, crew, inside, sink, timeoutMs: 120_000 },
    SEEDS.map(makeScript),
    chaos,
  );
  for (const { seed, calm, differing } of verdicts) {
    expect(differing, `seed ${seed}: ${tellSteps(makeScript(seed), chaos).join("; ")}`).toEqual([]);
    for (const section of ["events", "failures", "evidence", "quarantine", "messages"])
      expect(calm[section]?.length, `${section} of seed ${seed}`).toBeGreaterThan(0);
  }
});
