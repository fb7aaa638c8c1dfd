import postgres from "postgres";
import { afterAll, beforeAll, expect, test } from "vitest";
import { generateEvents } from "../../load-tests/verify/generateEvents.ts";
import { createClient } from "../harness/client.ts";
import { newPlace, type Place } from "../harness/mode.ts";
import { type Processes, startProcesses } from "../harness/processes.ts";
import { OPERATOR_KEY } from "../harness/product.ts";
import { type Rolled, rollProcesses } from "../harness/rolling.ts";
import { type Sink, startSink } from "../harness/sink.ts";
import { waitFor } from "../harness/waitFor.ts";

/** api x 2, worker x 2, webhooks x 1 on Kafka, Redis, PostgreSQL and a ClickHouse that is reached by HTTP. */
const timeoutMs = 180_000;
const { lines, end } = generateEvents(300, 7);

let place: Place;
let sink: Sink;
let processes: Processes;
let rolled: Rolled;

beforeAll(async () => {
  place = await newPlace("services");
  [sink, processes] = await Promise.all([startSink(), startProcesses(place, { DFRAS_DRAIN_SECONDS: "1" })]);
  const say = (text: string) => process.stderr.write(`${text}\n`);
  rolled = await rollProcesses({ processes, sink, lines, end, timeoutMs, say });
}, 900_000);
afterAll(async () => {
  await processes?.stop();
  sink?.stop();
  await place?.remove();
});

interface Run {
  readonly id: string;
  readonly state: string;
  readonly process: string;
  readonly started_at: string;
  readonly finished_at: string | null;
  readonly error: string | null;
}
const operator = () => createClient(processes.apis[0] ?? "", OPERATOR_KEY);
const readRuns = async () => {
  const runs: Run[] = [];
  for await (const run of operator().list<Run>("/v1/operator/jobs/sweep/runs")) runs.push(run);
  return runs.reverse();
};

test("a rolling restart on services fails no request, loses and doubles nothing", () => {
  expect(rolled.codes).toEqual(processes.names.map(() => 0));
  expect(rolled.traffic.failed).toEqual([]);
  expect(rolled).toMatchObject({ lost: 0, doubled: 0, messageFaults: 0 });
  expect(Object.keys(rolled.world.failures).length).toBeGreaterThan(100);
});

test("a job runs once per tick over all workers, and none was lost in the restarts", async () => {
  const runs = await readRuns();
  expect(new Set(runs.map((run) => run.process)).size).toBeGreaterThan(1);
  expect(runs.filter(({ state }) => state === "lost" || state === "failed")).toEqual([]);
  const overlaps = runs.filter((run, n) => {
    const before = runs[n - 1]?.finished_at;
    return before && Date.parse(run.started_at) < Date.parse(before);
  });
  expect(overlaps).toEqual([]);
});

test("the groups catch up, and /readyz tells of all four dependencies", async () => {
  await waitFor(
    async () => {
      const { data } = await operator().get<{ data: { lag: number }[] }>("/v1/operator/lag");
      return data.length === 4 && data.every(({ lag }) => lag === 0);
    },
    { timeoutMs: 60_000 },
  );
  const report = await operator().get<{ dependencies: Record<string, { state: string }> }>("/readyz");
  expect(Object.entries(report.dependencies).map(([name, { state }]) => `${name} ${state}`)).toEqual([
    "database ready",
    "warehouse ready",
    "event_log ready",
    "redis ready",
  ]);
});

test("what a killed worker held is lost, and runs elsewhere within a minute", async () => {
  const sql = postgres(place.env["DATABASE_URL"] ?? "", { max: 1, onnotice: () => {} });
  const release = Promise.withResolvers<void>();
  const held = Promise.withResolvers<void>();
  const holding = sql.begin(async (tx) => {
    // No sweep comes past it: the one that waits is killed in the middle.
    await tx`LOCK TABLE due_checks`;
    held.resolve();
    await release.promise;
  });
  await held.promise;
  const isStuck = (run: Run) => run.state === "running" && Date.now() - Date.parse(run.started_at) > 2_000;
  const stuck = await waitFor(async () => (await readRuns()).find(isStuck), { timeoutMs: 60_000 });
  const victim = processes.names.find((name) => stuck.process.endsWith(`:${processes.pidOf(name)}`)) ?? "";
  const killed = Date.now();
  await processes.kill(victim);
  release.resolve();
  await holding;
  await sql.end();
  const heir = await waitFor(
    async () => (await readRuns()).find(({ id, state }) => id > stuck.id && state === "succeeded"),
    { timeoutMs: 60_000 },
  );
  process.stderr.write(
    `the killed worker's job ran again after ${Date.parse(heir.started_at) - killed} ms\n`,
  );
  const lost = (await readRuns()).find(({ id }) => id === stuck.id);
  expect(lost).toMatchObject({ state: "lost", error: expect.stringMatching(/./) });
  expect(heir.process).not.toBe(stuck.process);
  expect(Date.parse(heir.started_at)).toBeGreaterThanOrEqual(Date.parse(lost?.finished_at ?? ""));
});
