import { afterAll, beforeAll, expect, test } from "vitest";
import { BULK_MAPPING, bulkRows } from "../../load-tests/verify/bulkImport.ts";
import { readStoresAtRest } from "../../load-tests/verify/storesAtRest.ts";
import { createClient, createTenant } from "../harness/client.ts";
import { type Fleet, startFleet } from "../harness/fleet.ts";
import { createImporting } from "../harness/importing.ts";
import { newHome } from "../harness/product.ts";
import { waitFor } from "../harness/waitFor.ts";

let place: Awaited<ReturnType<typeof newHome>>;
let fleet: Fleet;
beforeAll(async () => {
  place = await newHome();
  fleet = await startFleet(place.home);
});
afterAll(async () => {
  await fleet?.stop();
  await place?.remove();
});

test("three kill -9 of the worker while it imports lose nothing and double nothing", async () => {
  const made = await createTenant(await fleet.api(), "killed");
  const key = made.api_key.secret;
  const input = { mapping: BULK_MAPPING, as_of: "2025-03-10T00:00:00Z" };
  const importing = await createImporting(fleet.api, key, input);
  const count = { rows: 0, bytes: 0 };
  const file = Buffer.concat([...bulkRows({ bytes: 4_000_000, noteBytes: 400 }, count)]);
  expect((await importing.put("orders.csv", file)).status).toBe(200);
  expect((await importing.start()).status).toBe(202);

  let rows = 0;
  for (const share of [0.1, 0.35, 0.6]) {
    const before = await waitFor(
      async () => {
        const { state, progress } = await importing.read();
        return state === "running" && progress.rows >= share * count.rows && progress;
      },
      { timeoutMs: 90_000, intervalMs: 10 },
    );
    expect(before.rows).toBeGreaterThanOrEqual(rows);
    rows = before.rows;
    await fleet.kill("worker");
  }
  const ended = await importing.ended(180_000);
  expect(ended).toMatchObject({
    state: "finished",
    counts: { rows: count.rows, rows_failed: 0, stored: count.rows, conflict: 0, quarantined: 0 },
  });

  const client = createClient(await fleet.api(), key);
  const times = new Map<string, number>();
  for await (const { id } of client.list<{ id: string }>("/v1/events"))
    times.set(id, (times.get(id) ?? 0) + 1);
  expect(times.size).toBe(count.rows);
  expect([...times.values()].filter((each) => each > 1)).toEqual([]);
  expect(await readStoresAtRest(place.home)).toEqual({ doubledRows: 0, unequalRows: 0, openRanges: 0 });

  // Every promise of the file has run out by its own clock.
  const last = `/v1/failures?kind=late&delivery_id=O-${count.rows}`;
  await waitFor(async () => (await client.get<{ data: unknown[] }>(last)).data.length === 1, {
    timeoutMs: 60_000,
  });
});
