import { afterAll, beforeAll, expect, test } from "vitest";
import { generateEvents } from "../../load-tests/verify/generateEvents.ts";
import { sendThrough } from "../../load-tests/verify/sendThrough.ts";
import { markersOf, settleWorld } from "../../load-tests/verify/settleWorld.ts";
import { diffWorlds } from "../../load-tests/verify/worldState.ts";
import { createClient, createTenant } from "../harness/client.ts";
import { newPlace, type Place } from "../harness/mode.ts";
import { type Processes, startProcesses } from "../harness/processes.ts";
import { type Rolled, rollProcesses } from "../harness/rolling.ts";
import { type Sink, startSink } from "../harness/sink.ts";

const timeoutMs = 120_000;
const { lines, end } = generateEvents(300, 7);

let place: Place;
let sink: Sink;
let processes: Processes;
let rolled: Rolled;

beforeAll(async () => {
  place = await newPlace("embedded");
  [sink, processes] = await Promise.all([startSink(), startProcesses(place, { DFRAS_DRAIN_SECONDS: "1" })]);
  const say = (text: string) => process.stderr.write(`${text}\n`);
  rolled = await rollProcesses({ processes, sink, lines, end, timeoutMs, say });
}, 600_000);
afterAll(async () => {
  await processes?.stop();
  sink?.stop();
  await place?.remove();
});

test("a rolling restart of all processes fails no request", () => {
  expect(rolled.codes).toEqual(processes.names.map(() => 0));
  expect(rolled.traffic.failed).toEqual([]);
  expect(rolled.traffic.sent).toBeGreaterThan(500);
});

test("it loses no event, doubles no result and tells each failure once", async () => {
  expect(rolled).toMatchObject({ lost: 0, doubled: 0, messageFaults: 0 });
  const api = processes.apis[0] ?? "";
  const made = await createTenant(api, "clean");
  const client = createClient(api, made.test_api_key.secret);
  const all = [...lines, ...markersOf(end)];
  await sendThrough({
    client: async () => client,
    lines: all,
    batch: 1_000,
    pauseMs: 0,
    timeoutMs,
    onProgress: () => {},
  });
  const clean = await settleWorld(client, end, timeoutMs);
  expect(Object.keys(clean.failures).length).toBeGreaterThan(100);
  expect(diffWorlds(clean, rolled.world)).toEqual([]);
});
