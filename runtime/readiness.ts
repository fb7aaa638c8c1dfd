import type { DependencyState, ReadinessReport } from "../api/env.ts";
import type { EventLog } from "../events/log/port.ts";
import type { Database } from "../tenancy/database.ts";
import type { Warehouse } from "../warehouse/client.ts";
import type { Shared } from "./redis/openShared.ts";

export type Readiness = () => Promise<ReadinessReport>;

const PATIENCE_MS = 2_000;
const OPTIONAL: ReadonlyMap<string, string> = new Map([
  ["redis", "each process keeps its own limits and cache; revoked keys end within 30 s elsewhere"],
]);

/** Asks every store a question; one that does not answer in time counts as away. Never rejects. */
export function createReadiness(deps: {
  db: Pick<Database, "systemSql">;
  warehouse: Pick<Warehouse, "ping">;
  eventLog: Pick<EventLog, "endOffsets">;
  redis: Pick<Shared, "ping">;
}): Readiness {
  const checks: Record<string, () => Promise<unknown>> = {
    database: async () => deps.db.systemSql`select 1`,
    warehouse: () => deps.warehouse.ping(),
    event_log: () => deps.eventLog.endOffsets(["results"]),
  };
  if (deps.redis.ping) checks["redis"] = deps.redis.ping;
  return async () => {
    const entries = await Promise.all(
      Object.entries(checks).map(async ([name, check]) => [name, await statedFor(name, check)] as const),
    );
    const dependencies = Object.fromEntries(entries);
    const ready = entries.every(([, { state, optional }]) => optional === true || state === "ready");
    return { ready, dependencies };
  };
}

/** What requests can be served without says so; its absence makes nothing unready. */
async function statedFor(name: string, check: () => Promise<unknown>): Promise<DependencyState> {
  const found = await stateOf(check);
  const without = OPTIONAL.get(name);
  if (without === undefined) return found;
  return { ...found, optional: true, ...(found.state === "unavailable" && { detail: without }) };
}

async function stateOf(check: () => Promise<unknown>): Promise<DependencyState> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<DependencyState>((resolve) => {
    timer = setTimeout(() => resolve({ state: "unavailable", detail: "no answer in time" }), PATIENCE_MS);
  });
  const answer = check().then(
    (): DependencyState => ({ state: "ready" }),
    (): DependencyState => ({ state: "unavailable", detail: "refused or failed; the log says why" }),
  );
  return Promise.race([answer, late]).finally(() => clearTimeout(timer));
}
