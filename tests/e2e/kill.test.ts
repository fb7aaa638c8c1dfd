import { afterAll, beforeAll, expect, test } from "vitest";
import { generateEvents } from "../../load-tests/verify/generateEvents.ts";
import { sendThrough } from "../../load-tests/verify/sendThrough.ts";
import { markersOf, settleWorld } from "../../load-tests/verify/settleWorld.ts";
import { readStoresAtRest } from "../../load-tests/verify/storesAtRest.ts";
import { surviveKills } from "../../load-tests/verify/surviveKills.ts";
import { diffWorlds } from "../../load-tests/verify/worldState.ts";
import { createClient, createTenant } from "../harness/client.ts";
import { type Fleet, startFleet } from "../harness/fleet.ts";
import { newHome } from "../harness/product.ts";
import { type Sink, startSink } from "../harness/sink.ts";

const timeoutMs = 120_000;
const { lines, end } = generateEvents(300, 7);

let place: Awaited<ReturnType<typeof newHome>>;
let sink: Sink;
let fleet: Fleet;

beforeAll(async () => {
  place = await newHome();
  [sink, fleet] = await Promise.all([startSink(), startFleet(place.home)]);
});
afterAll(async () => {
  await fleet?.stop();
  sink?.stop();
  await place?.remove();
});

test("ten kill -9 while events go in lose nothing and double nothing", async () => {
  const say = (text: string) => process.stderr.write(`${text}\n`);
  const input = { fleet, sink, lines, end, kills: 10, seed: 11, batch: 40, pauseMs: 300, timeoutMs, say };
  const { world, ...counts } = await surviveKills(input);
  expect(counts).toMatchObject({ lost: 0, doubled: 0, strangers: 0, messageFaults: 0 });
  expect(await readStoresAtRest(place.home)).toEqual({ doubledRows: 0, unequalRows: 0, openRanges: 0 });

  const made = await createTenant(await fleet.api(), "clean");
  const client = createClient(await fleet.api(), made.test_api_key.secret);
  const all = [...lines, ...markersOf(end)];
  const sendClean = { client: async () => client, lines: all, batch: 1_000, pauseMs: 0, timeoutMs };
  await sendThrough({ ...sendClean, onProgress: () => {} });
  const clean = await settleWorld(client, end, timeoutMs);
  expect(Object.keys(clean.failures).length).toBeGreaterThan(100);
  expect(diffWorlds(clean, world)).toEqual([]);
});
