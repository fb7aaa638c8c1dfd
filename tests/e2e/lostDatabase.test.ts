import { readFileSync } from "node:fs";
import { join } from "node:path";
import postgres from "postgres";
import { afterAll, beforeAll, expect, test } from "vitest";
import { waitFor } from "../harness/waitFor.ts";
import { listAll, type Running, sendStored, startRunning } from "./support.ts";

let running: Running;
beforeAll(async () => {
  running = await startRunning();
});
afterAll(() => running.close());

const stores = () =>
  JSON.parse(readFileSync(join(running.home, "stores.json"), "utf8")) as {
    databaseUrl: string;
    pids: { postgres: number };
  };

/** Kills PostgreSQL at the moment that a sweep works in it. */
async function killWithinSweep(): Promise<void> {
  const { databaseUrl, pids } = stores();
  const sql = postgres(databaseUrl, { max: 1, onnotice: () => {} });
  try {
    for (let busy = false; !busy; )
      busy = (await sql`SELECT FROM graphile_worker._private_jobs WHERE locked_at IS NOT NULL`).length > 0;
    process.kill(pids.postgres, "SIGKILL");
  } finally {
    await sql.end({ timeout: 0 }).catch(() => {});
  }
  await waitFor(() => stores().pids.postgres !== pids.postgres, { timeoutMs: 60_000 });
}

test("a database that dies in the middle of a sweep ends neither the program nor the sweeps", async () => {
  const { sandbox } = await running.makeTenant("lost-database");
  const at = (hours: number) => new Date(Date.now() + hours * 3_600_000).toISOString();
  const order = {
    id: "order-1",
    source: "shop",
    type: "order.created",
    occurred_at: at(-2),
    received_hint: at(-2),
    order_id: "O-1",
    data: { promised_by: at(1) },
  };
  await sendStored(sandbox, [order]);
  await killWithinSweep();
  expect(running.product.process.exitCode).toBeNull();
  await waitFor(() => sandbox.post("/v1/test-clock/advance", { to: at(48) }), { timeoutMs: 60_000 });
  const late = await waitFor(async () => (await listAll<object>(sandbox, "/v1/failures"))[0], {
    timeoutMs: 60_000,
  });
  expect(late).toMatchObject({ kind: "late", delivery_id: "O-1" });
});
