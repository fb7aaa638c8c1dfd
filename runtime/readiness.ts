import type { DependencyState, ReadinessReport } from "../api/env.ts";
import type { EventLog } from "../events/log/port.ts";
import type { Database } from "../tenancy/database.ts";
import type { Warehouse } from "../warehouse/client.ts";

export type Readiness = () => Promise<ReadinessReport>;

const PATIENCE_MS = 2_000;

/** Asks every store a question; one that does not answer in time counts as away. Never rejects. */
export function createReadiness(deps: {
  db: Pick<Database, "systemSql">;
  warehouse: Pick<Warehouse, "ping">;
  eventLog: Pick<EventLog, "endOffsets">;
}): Readiness {
  const checks: Record<string, () => Promise<unknown>> = {
    database: async () => deps.db.systemSql`select 1`,
    warehouse: () => deps.warehouse.ping(),
    event_log: () => deps.eventLog.endOffsets(["results"]),
  };
  return async () => {
    const entries = await Promise.all(
      Object.entries(checks).map(async ([name, check]) => [name, await stateOf(check)] as const),
    );
    const dependencies = Object.fromEntries(entries);
    return { ready: entries.every(([, { state }]) => state === "ready"), dependencies };
  };
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
