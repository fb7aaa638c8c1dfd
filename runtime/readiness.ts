import { sql } from "drizzle-orm";
import type { DependencyState, ReadinessReport } from "../api/env.ts";
import type { EventLog } from "../events/log/port.ts";
import { type Database, withSystem } from "../tenancy/database.ts";
import type { Warehouse } from "../warehouse/client.ts";

const TIMEOUT_MS = 3_000;

/** Asks each dependency; one that does not answer in time is unavailable, and says why. */
export async function checkReadiness(deps: {
  readonly db: Database;
  readonly warehouse: Warehouse;
  readonly eventLog: EventLog;
}): Promise<ReadinessReport> {
  const [database, warehouse, eventLog] = await Promise.all([
    probe(() => withSystem(deps.db, "readiness", (tx) => tx.execute(sql`select 1`))),
    probe(() => deps.warehouse.ping()),
    probe(() => deps.eventLog.endOffsets(["results"])),
  ]);
  const dependencies = { database, warehouse, event_log: eventLog };
  return { ready: Object.values(dependencies).every(({ state }) => state === "ready"), dependencies };
}

async function probe(ask: () => Promise<unknown>): Promise<DependencyState> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${TIMEOUT_MS} ms`)), TIMEOUT_MS);
  });
  try {
    await Promise.race([ask(), late]);
    return { state: "ready" };
  } catch (error) {
    return { state: "unavailable", detail: error instanceof Error ? error.message : String(error) };
  } finally {
    clearTimeout(timer);
  }
}
