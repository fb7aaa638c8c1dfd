import { eq } from "drizzle-orm";
import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { jobCounts, jobRuns } from "../../drizzle/schema/job.ts";
import { withSystem } from "../../tenancy/database.ts";
import { waitFor } from "../../tests/harness/waitFor.ts";
import { RetryLater } from "../outcome.ts";
import { makePipeline, type TestPipeline } from "../testing/makePipeline.ts";
import type { Job } from "./job.ts";
import { migrateJobs } from "./migrateJobs.ts";
import { type JobOptions, type JobQueue, startJobs } from "./startJobs.ts";

let pipeline: TestPipeline;
const queues: JobQueue[] = [];

beforeAll(async () => {
  pipeline = await makePipeline();
  await migrateJobs(pipeline.databaseUrl);
});
/** Ends the job that waits for it. */
let wake = Promise.withResolvers<void>();
afterEach(async () => {
  wake.resolve();
  wake = Promise.withResolvers();
  await Promise.all(queues.splice(0).map((queue) => queue.close()));
});
afterAll(() => pipeline.close());

const pulse = { beatMs: 200, deadAfterMs: 2_000 };
const often = (name: string, run: Job["run"], maxAttempts = 5): Job => {
  return { name, description: "", schedule: { everySeconds: 0.05 }, maxAttempts, run };
};
async function start(options: JobOptions): Promise<void> {
  queues.push(await startJobs(pipeline.deps, pipeline.databaseUrl, { pulse, ...options }));
}
const runsOf = (job: string) =>
  withSystem(pipeline.deps.db, "test", (tx) =>
    tx.select().from(jobRuns).where(eq(jobRuns.job, job)).orderBy(jobRuns.id),
  );

it("runs a job in one process at a time, and counts each run", async () => {
  let running = 0;
  let most = 0;
  const ends = new Set<number>();
  const jobOf = (process: number) =>
    often("shared", async () => {
      most = Math.max(most, ++running);
      await new Promise((resolve) => setTimeout(resolve, 20));
      running--;
      ends.add(process);
    });
  await start({ jobs: [jobOf(1)] });
  await start({ jobs: [jobOf(2)] });
  await waitFor(() => ends.size === 2, { timeoutMs: 30_000 });
  await Promise.all(queues.splice(0).map((queue) => queue.close()));
  expect(most).toBe(1);
  const runs = await runsOf("shared");
  expect(
    runs.every(({ state, attempt, tenantId }) => state === "succeeded" && attempt === 1 && !tenantId),
  ).toBe(true);
  const [count] = await withSystem(pipeline.deps.db, "test", (tx) =>
    tx.select().from(jobCounts).where(eq(jobCounts.job, "shared")),
  );
  expect(count?.succeeded).toBe(runs.length);
});

it("shows retries and failures without what the error quotes, and begins anew with the next tick", async () => {
  let calls = 0;
  const errors = [
    new Error("Failed query: select 'Asha Rao'", {
      cause: Object.assign(new Error("Asha"), { code: "57P01" }),
    }),
    new RetryLater("the log did not take it"),
  ];
  const run = async () => {
    const error = errors[calls++];
    if (error) throw error;
  };
  await start({ jobs: [often("failing", run, 2)] });
  const runs = await waitFor(
    async () => {
      const all = await runsOf("failing");
      return all.length >= 3 && all[2]?.state === "succeeded" && all;
    },
    { timeoutMs: 30_000 },
  );
  expect(runs.slice(0, 3)).toMatchObject([
    { state: "retrying", attempt: 1, maxAttempts: 2, error: "Error, caused by Error (57P01)" },
    { state: "failed", attempt: 2, error: "the log did not take it" },
    { state: "succeeded", attempt: 1, error: null },
  ]);
});

it("runs a silent process's job elsewhere, once that has lost it, and takes no more of its word", async () => {
  const told: string[] = [];
  const stuck = often("taken-over", async (_deps, signal) => {
    told.push("first begins");
    signal.addEventListener("abort", () => told.push("first is told to stop"));
    await wake.promise;
  });
  await start({ jobs: [stuck], pulse: { beatMs: 3_600_000, deadAfterMs: 2_000 } });
  await waitFor(() => told.length > 0, { timeoutMs: 20_000 });
  const heir = often("taken-over", async () => {
    told.push("second runs");
  });
  await start({ jobs: [heir] });
  await waitFor(() => told.includes("second runs"), { timeoutMs: 20_000 });
  expect(told.slice(0, 3)).toEqual(["first begins", "first is told to stop", "second runs"]);
  wake.resolve();
  const before = told.length;
  await waitFor(() => told.length > before + 3, { timeoutMs: 20_000 });
  const runs = await runsOf("taken-over");
  expect(runs.slice(0, 2)).toMatchObject([
    { state: "lost", attempt: 1 },
    { state: "succeeded", attempt: 2 },
  ]);
  expect(runs.slice(2).filter(({ state }) => state !== "succeeded" && state !== "running")).toEqual([]);
});
