import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { sendAll } from "../../load-tests/verify/sendAll.ts";
import { listAll, type Running, startRunning } from "../e2e/support.ts";
import { waitFor } from "../harness/waitFor.ts";
import { olistEvents, olistLateCount, olistOpenCount } from "./olist.ts";
import { corpusFolder } from "./planted.ts";

let running: Running;
beforeAll(async () => {
  running = await startRunning();
});
afterAll(() => running.close());

/** By then every promise of the file has run out, the day's grace included. */
const AFTERWARDS = "2019-01-01T00:00:00Z";

it("finds as many late deliveries among real orders, sent by HTTP, as a count of the file gives", async () => {
  const started = Date.now();
  const csv = readFileSync(join(corpusFolder("olist-sample"), "orders.csv"), "utf8");
  const { sandbox } = await running.makeTenant("olist");
  const lines = [...olistEvents(csv)]
    .map((event) => ({ ...event, received_hint: event.occurred_at }))
    .sort((a, b) => Date.parse(a.occurred_at) - Date.parse(b.occurred_at))
    .map((event) => JSON.stringify(event));
  const sent = await sendAll(sandbox, lines, { say: () => {}, rate: Number.POSITIVE_INFINITY });
  expect(sent).toMatchObject({ stored: lines.length, duplicates: 0, conflicts: 0, quarantined: 0 });

  await sandbox.post("/v1/test-clock/advance", { to: AFTERWARDS });
  const late = olistLateCount(csv) + olistOpenCount(csv);
  const failures = await waitFor(
    async () => {
      const all = await listAll<{ delivery_id: string }>(sandbox, "/v1/failures?status=open&kind=late");
      return all.length >= late ? all : null;
    },
    { timeoutMs: 240_000, intervalMs: 1_000 },
  );
  const delivered = new Set<string>();
  for await (const { id } of sandbox.list<{ id: string }>("/v1/deliveries?state=delivered"))
    delivered.add(id);
  const found = failures.filter(({ delivery_id }) => delivered.has(delivery_id));
  expect(found).toHaveLength(olistLateCount(csv));
  expect(new Set(found.map(({ delivery_id }) => delivery_id)).size).toBe(found.length);
  expect(failures.length - found.length).toBe(olistOpenCount(csv));
  const seconds = (Date.now() - started) / 1_000;
  console.info(`olist: ${lines.length} events, ${found.length} late, ${seconds.toFixed(1)} s`);
});
