import { faultPoint } from "../../tests/harness/faults/points.ts";
import { startTeam } from "../../tests/harness/faults/team.ts";
import { type Mode, newPlace } from "../../tests/harness/mode.ts";
import { startSink } from "../../tests/harness/sink.ts";
import { generateEvents } from "./generateEvents.ts";
import { openInside } from "./insideStores.ts";
import { type FaultOutcome, surviveFault } from "./surviveFault.ts";

export interface KillInput {
  readonly mode: Mode;
  /** Of the fault points. */
  readonly names: readonly string[];
  readonly deliveries: number;
  readonly timeoutMs: number;
}

/** The same events to two tenants of a product of its own: undisturbed, and while a worker is killed at each point in turn. */
export async function killAtEach({ mode, names, deliveries, timeoutMs }: KillInput): Promise<FaultOutcome> {
  const { lines, end } = generateEvents(deliveries, 7);
  const place = await newPlace(mode);
  const [sink, team] = await Promise.all([startSink(), startTeam(place)]);
  const inside = openInside(place);
  try {
    const base = { team, sink, inside, lines, end, timeoutMs };
    const calm = await surviveFault({ ...base, points: [] });
    return await surviveFault({ ...base, points: names.map(faultPoint) }, calm);
  } finally {
    await inside.close();
    await team.stop();
    sink.stop();
    await place.remove();
  }
}
