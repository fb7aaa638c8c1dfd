import { createClient, createTenant } from "../../tests/harness/client.ts";
import type { FaultPoint } from "../../tests/harness/faults/points.ts";
import type { Team } from "../../tests/harness/faults/team.ts";
import { OPERATOR_KEY, type Product } from "../../tests/harness/product.ts";
import type { Sink, SunkMessage } from "../../tests/harness/sink.ts";
import { waitFor } from "../../tests/harness/waitFor.ts";
import { type ListedFailure, listAll } from "./compare.ts";
import { COUNTED_TABLES, type InsideStores } from "./insideStores.ts";
import { sendThrough } from "./sendThrough.ts";
import { awaitBatches, markersOf, settleWorld } from "./settleWorld.ts";
import { diffWorlds, type WorldState } from "./worldState.ts";

export interface FaultInput {
  readonly team: Team;
  readonly sink: Sink;
  readonly inside: InsideStores;
  readonly lines: readonly string[];
  /** When everything is over, epoch ms. */
  readonly end: number;
  /** Reached one after the other, each by a worker of its own; after the last one a worker goes on unharmed. */
  readonly points: readonly FaultPoint[];
  readonly timeoutMs: number;
}

export interface Toll {
  readonly lost: number;
  readonly doubled: number;
}

export interface FaultOutcome {
  readonly acknowledged: number;
  /** How many of the points were reached. */
  readonly struck: number;
  /** By table; also `failures`, against a run without faults if one is given, and `messages`. */
  readonly tolls: Readonly<Record<string, Toll>>;
  readonly world: WorldState;
  readonly failures: readonly ListedFailure[];
}

const TYPES = ["failure.detected", "failure.analyzed", "failure.reanalyzed", "failure.withdrawn"];

/** Sends the lines to a tenant of their own while workers are killed at the points, and takes stock. */
export async function surviveFault(input: FaultInput, calm?: FaultOutcome): Promise<FaultOutcome> {
  const { team, sink, inside, end, timeoutMs } = input;
  const made = await createTenant(team.api, `fault-${Date.now()}`);
  const client = createClient(team.api, made.test_api_key.secret);
  const endpoint = { url: sink.url, event_types: TYPES };
  await sink.setSecret((await client.post<{ secret: string }>("/v1/webhook-endpoints", endpoint)).secret);
  const lines = [...input.lines, ...markersOf(end)];
  const sending = {
    client: async () => client,
    lines,
    batch: 500,
    pauseMs: 0,
    timeoutMs,
    onProgress: () => {},
  };
  const [sent, { worker, struck }] = await Promise.all([sendThrough(sending), strikeOneByOne(input)]);
  await awaitBatches(() => client, sent.batchIds, timeoutMs);
  const world = await settleWorld(client, end, timeoutMs);
  const failures = await listAll(client);
  const { key } = await inside.sandbox(made.tenant.id);
  const tolls: Record<string, Toll> = {};
  for (const table of COUNTED_TABLES) {
    const { rows, distinct } = await inside.countRows(key, table);
    tolls[table] = { lost: lines.length - distinct, doubled: rows - distinct };
  }
  tolls["failures"] = compareWorlds(calm?.world ?? world, world);
  tolls["messages"] = await countMessages(sink, failures);
  await worker.stop();
  return { acknowledged: lines.length, struck, tolls, world, failures };
}

/** Starts a worker for each point and waits until it is reached, or until all is done without. */
async function strikeOneByOne({ team, points, timeoutMs }: FaultInput) {
  let struck = 0;
  let worker: Product | null = null;
  for (const point of points) {
    worker ??= await team.startWorker(point);
    if (await isReached(team, worker, point, timeoutMs)) struck += 1;
    if (point.victim === "worker" || points.length > 1) {
      await worker.stop();
      worker = null;
    }
  }
  return { worker: worker ?? (await team.startWorker()), struck };
}

async function isReached(team: Team, worker: Product, { victim }: FaultPoint, timeoutMs: number) {
  const before = team.storePids().clickhouse;
  const isStruck = () =>
    victim === "worker"
      ? worker.process.signalCode === "SIGKILL"
      : worker.said().includes("struck") && team.storePids().clickhouse !== before;
  let idleSince = 0;
  const isIdle = async () => {
    const { data } = await createClient(team.api, OPERATOR_KEY).get<Lag>("/v1/operator/lag");
    const busy =
      data.some(({ group, lag }) => lag > 0 && group !== "exposures") ||
      data.every(({ partitions }) => partitions.length === 0);
    if (busy || idleSince === 0) idleSince = busy ? 0 : Date.now();
    return idleSince > 0 && Date.now() - idleSince > IDLE_MS;
  };
  return waitFor(async () => (isStruck() ? "struck" : (await isIdle()) && "idle"), { timeoutMs }).then(
    (how) => how === "struck",
  );
}

/** Nothing more comes when all groups have kept up for so long. */
const IDLE_MS = 8_000;

interface Lag {
  readonly data: readonly {
    readonly group: string;
    readonly lag: number;
    readonly partitions: readonly unknown[];
  }[];
}

/** Lost: deliveries and failures that are missing or other than in the calm run. Doubled: failures that it does not have. */
function compareWorlds(calm: WorldState, found: WorldState): Toll {
  const surplus = Object.keys(found.failures).filter((key) => !(key in calm.failures));
  const differing = diffWorlds(calm, found, Number.POSITIVE_INFINITY).length;
  return { lost: differing - surplus.length, doubled: surplus.length };
}

/** Waits a while for what is still to come; one `failure.detected` for each failure, one message for each version. */
async function countMessages(sink: Sink, failures: readonly ListedFailure[]): Promise<Toll> {
  const ids = new Set(failures.map(({ id }) => id));
  const count = async () =>
    tollOf(
      failures,
      (await sink.read()).messages.filter(({ object }) => ids.has(object)),
    );
  await waitFor(async () => (await count()).lost === 0, { timeoutMs: 20_000, intervalMs: 200 }).catch(
    () => {},
  );
  return count();
}

function tollOf(failures: readonly ListedFailure[], messages: readonly SunkMessage[]): Toll {
  const of = (type: string) =>
    Map.groupBy(
      messages.filter((message) => message.type === type),
      ({ object }) => object,
    );
  const [detected, analyzed, withdrawn] = ["detected", "analyzed", "withdrawn"].map((name) =>
    of(`failure.${name}`),
  );
  const untold = failures.filter(
    ({ id, analysis, status }) =>
      !detected?.has(id) ||
      (analysis !== null && !analyzed?.has(id)) ||
      (status === "withdrawn" && !withdrawn?.has(id)),
  );
  const versions = new Set(messages.map(({ type, object, version }) => `${type} ${object} ${version}`));
  const twice = [...(detected?.values() ?? []), ...(analyzed?.values() ?? [])].filter(
    ({ length }) => length > 1,
  );
  return { lost: untold.length, doubled: messages.length - versions.size + twice.length };
}
