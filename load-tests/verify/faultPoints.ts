/**
 * The worker, or ClickHouse, is killed at each named point, twice in a row, and what was lost and doubled is printed.
 * Usage: node load-tests/verify/faultPoints.ts [--services] [--point PART-OF-NAMES] [--kills N] [--deliveries N] ; exits 1 when
 * anything was lost or doubled, or a point was never reached.
 */
import { parseArgs } from "node:util";
import { FAULT_POINTS } from "../../tests/harness/faults/points.ts";
import { startTeam } from "../../tests/harness/faults/team.ts";
import { newPlace } from "../../tests/harness/mode.ts";
import { startSink } from "../../tests/harness/sink.ts";
import { generateEvents } from "./generateEvents.ts";
import { openInside } from "./insideStores.ts";
import { type FaultOutcome, surviveFault } from "./surviveFault.ts";

const { values } = parseArgs({
  options: {
    services: { type: "boolean" },
    point: { type: "string" },
    kills: { type: "string" },
    deliveries: { type: "string" },
  },
});
const say = (text: string) => console.log(text);
const log = values.services ? "Kafka" : "Postgres";
const { lines, end } = generateEvents(Number(values.deliveries ?? 200), 7);
const points = FAULT_POINTS.filter(({ name }) => name.includes(values.point ?? ""));
if (points.length === 0) throw new Error(`no fault point has ${values.point} in its name`);
const kills = Number(values.kills ?? 2);

const place = await newPlace(values.services ? "services" : "embedded");
const [sink, team] = await Promise.all([startSink(), startTeam(place)]);
const inside = openInside(place);
let faults = 0;
try {
  const base = { team, sink, inside, lines, end, timeoutMs: 300_000 };
  const calm = await surviveFault({ ...base, points: [] });
  say(
    `calm: ${calm.acknowledged} events acknowledged, ${Object.keys(calm.world.failures).length} open failures`,
  );
  say(
    `${"log".padEnd(9)} ${"killed".padEnd(36)} times ack'd  ${Object.keys(calm.tolls).join("  ")}  (lost/doubled)  s`,
  );
  for (const point of points) {
    const started = Date.now();
    const outcome = await surviveFault({ ...base, points: Array<typeof point>(kills).fill(point) }, calm);
    say(`${row(point.name, outcome)}  ${((Date.now() - started) / 1_000).toFixed(0)}`);
    const tolls = Object.values(outcome.tolls);
    if (outcome.struck === 0 || tolls.some(({ lost, doubled }) => lost !== 0 || doubled !== 0)) faults += 1;
  }
} finally {
  await inside.close();
  if (faults > 0) for (const line of team.lastLines().slice(-20)) say(line);
  await team.stop();
  sink.stop();
  await place.remove();
}
process.exitCode = faults > 0 ? 1 : 0;

function row(name: string, { struck, acknowledged, tolls }: FaultOutcome): string {
  const cells = Object.entries(tolls).map(([table, { lost, doubled }]) =>
    `${lost}/${doubled}`.padEnd(table.length),
  );
  return `${log.padEnd(9)} ${name.padEnd(36)} ${String(struck).padEnd(5)} ${String(acknowledged).padEnd(5)}  ${cells.join("  ")}`;
}
