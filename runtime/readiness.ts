import type { Logger } from "pino";
import type { DependencyState, ReadinessReport } from "../api/env.ts";
import type { EventLog } from "../events/log/port.ts";
import type { Database } from "../tenancy/database.ts";
import type { Warehouse } from "../warehouse/client.ts";
import type { RoleName } from "./config.ts";
import type { Shared } from "./redis/openShared.ts";

/** Whether this process can do its work, and on which of its dependencies that depends just now. */
export interface Readiness {
  /** Asks every dependency, unless it was asked just before. Never rejects. */
  readonly report: () => Promise<ReadinessReport>;
  /** From now on the process says that it is about to end, so that nothing new is sent to it. */
  drain(): void;
  close(): void;
}

export interface ReadinessDeps {
  readonly db: Pick<Database, "systemSql">;
  readonly warehouse: Pick<Warehouse, "ping">;
  readonly eventLog: Pick<EventLog, "endOffsets">;
  readonly redis: Pick<Shared, "ping">;
  readonly roles: ReadonlySet<RoleName>;
  readonly log: Logger;
}

interface Dependency {
  readonly name: string;
  readonly ask: () => Promise<unknown>;
  /** What the process does without it; absent when it cannot do without. */
  readonly without?: string;
}

const PATIENCE_MS = 2_000;
/** Anybody may ask the process, but not so often that asking becomes work for the stores. */
const FRESH_MS = 100;
/** How often to look unasked, so that `since` and the log know what happened when. */
const WATCH_MS = 2_000;

export function createReadiness(deps: ReadinessDeps): Readiness {
  const dependencies = dependenciesOf(deps);
  const states = new Map<string, DependencyState>();
  const statesInOrder = () => dependencies.flatMap(({ name }) => [...states].filter(([of]) => of === name));
  let draining = false;
  let askedAt = Number.NEGATIVE_INFINITY;
  let asked: Promise<unknown> = Promise.resolve();
  const ask = async () => {
    if (performance.now() - askedAt > FRESH_MS) {
      askedAt = performance.now();
      asked = Promise.all(dependencies.map((each) => update(each, states, deps.log))).finally(() => {
        askedAt = performance.now();
      });
    }
    await asked;
  };
  const watching = setInterval(() => void ask(), WATCH_MS).unref();
  return {
    report: async () => {
      await ask();
      const able = dependencies.every(({ name, without }) => {
        return without !== undefined || states.get(name)?.state === "ready";
      });
      const status = draining ? "draining" : able ? "ready" : "unavailable";
      return { ready: status === "ready", status, dependencies: Object.fromEntries(statesInOrder()) };
    },
    drain: () => {
      draining = true;
    },
    close: () => clearInterval(watching),
  };
}

/** What the process' roles need: webhooks are told and delivered without the warehouse. */
function dependenciesOf({ db, warehouse, eventLog, redis, roles }: ReadinessDeps): readonly Dependency[] {
  const { ping } = redis;
  return [
    { name: "database", ask: async () => db.systemSql`select 1` },
    ...(roles.has("api") || roles.has("worker") ? [{ name: "warehouse", ask: () => warehouse.ping() }] : []),
    { name: "event_log", ask: () => eventLog.endOffsets(["results"]) },
    ...(ping ? [{ name: "redis", ask: ping, without: WITHOUT_REDIS }] : []),
  ];
}

const WITHOUT_REDIS = "each process keeps its own limits and cache; revoked keys end within 30 s elsewhere";

async function update(
  { name, ask, without }: Dependency,
  states: Map<string, DependencyState>,
  log: Logger,
): Promise<void> {
  const error = await outcomeOf(ask);
  const before = states.get(name);
  const state = error === null ? "ready" : "unavailable";
  const changed = before?.state !== state;
  if (changed && error !== null) log.warn({ dependency: name, err: error }, "a dependency is away");
  else if (changed && before)
    log.info({ dependency: name, away_since: before.since }, "a dependency is back");
  const detail = error === LATE ? "no answer in time" : "refused or failed; the log says why";
  states.set(name, {
    state,
    since: changed ? new Date().toISOString() : before.since,
    ...(error !== null && { detail: without ?? detail }),
    ...(without !== undefined && { optional: true }),
  });
}

const LATE = new Error("no answer in time");

/** Null when it answers, else why it does not. */
async function outcomeOf(ask: () => Promise<unknown>): Promise<unknown> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<Error>((resolve) => {
    timer = setTimeout(() => resolve(LATE), PATIENCE_MS);
  });
  const answer = ask().then(
    () => null,
    (error: unknown) => error ?? new Error("failed"),
  );
  return Promise.race([answer, late]).finally(() => clearTimeout(timer));
}
