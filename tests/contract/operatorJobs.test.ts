import { sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { JobList, JobRunPage } from "../../api/schemas/job.ts";
import { LagReport } from "../../api/schemas/lag.ts";
import { noteWaiting } from "../../events/log/waiting/noteWaiting.ts";
import { beginRun, endRun } from "../../pipeline/jobs/recordRun.ts";
import { withSystem } from "../../tenancy/database.ts";
import { makeApp, type TestApp, type TestTenant } from "../harness/app.ts";
import { expectProblem } from "./expectProblem.ts";

const JOB = "trim_imports";
let api: TestApp;
let tenant: TestTenant;
beforeAll(async () => {
  api = await makeApp();
  tenant = await api.makeTenant();
});
afterAll(() => api.close());

const get = (path: string) => api.call("GET", path, { key: api.deps.operatorKey });
const begin = (attempt: number) =>
  beginRun(api.deps.db, { job: JOB, workerId: "pool-1", process: "host:1", attempt, maxAttempts: 3 });
async function run(attempt: number, state: "succeeded" | "retrying" | "failed", error?: string) {
  const id = await begin(attempt);
  expect(await endRun(api.deps.db, id, state, error)).toBe(true);
  return id;
}
// biome-ignore lint/suspicious/noExplicitAny: an answer's shape is checked by its schema.
const jobOf = (list: any) => list.body.data.find(({ name }: { name: string }) => name === JOB);

test("lists every job with its schedule, its next and last run, and its counts", async () => {
  const before = jobOf(await get("/v1/operator/jobs")).last_24_hours;
  await run(1, "retrying", "Error (X)");
  const last = await run(2, "succeeded");
  const list = await get("/v1/operator/jobs");
  expect(list.status).toBe(200);
  expect(JobList.parse(list.body)).toEqual(list.body);
  expect(list.body.data.map(({ name }: { name: string }) => name)).toEqual(
    expect.arrayContaining(["sweep", "trim_history", JOB, "trim_quarantine", "trim_job_runs"]),
  );
  const job = jobOf(list);
  expect(job).toMatchObject({ schedule: { cron: "20 * * * *", every_seconds: null }, running: 0 });
  expect(job.last_run).toMatchObject({ id: last, state: "succeeded", attempt: 2, error: null });
  const next = new Date(job.next_run_at);
  expect([next.getUTCMinutes(), next.getTime() > Date.now()]).toEqual([20, true]);
  expect(job.last_24_hours).toMatchObject({
    succeeded: before.succeeded + 1,
    retrying: before.retrying + 1,
    failed: before.failed,
  });
});

test("pages through a job's attempts, filtered by state, also the lost ones", async () => {
  const failed = [await run(3, "failed", "Error (A)"), await run(3, "failed", "Error (B)")];
  const lost = await begin(1);
  const running = await begin(2);
  const first = await get(`/v1/operator/jobs/${JOB}/runs?state=failed&limit=1`);
  expect(JobRunPage.parse(first.body)).toEqual(first.body);
  expect(first.body.data).toMatchObject([{ id: failed[1], state: "failed", error: "Error (B)" }]);
  expect(first.body.data[0].duration_ms).toBeGreaterThanOrEqual(0);
  const cursor: string = first.body.next_cursor;
  const second = await get(`/v1/operator/jobs/${JOB}/runs?state=failed&limit=1&cursor=${cursor}`);
  expect(second.body.data[0].id).toBe(failed[0]);
  const all = await get(`/v1/operator/jobs/${JOB}/runs`);
  expect(all.body.data.slice(0, 2)).toMatchObject([
    { id: running, state: "running", finished_at: null, duration_ms: null },
    { id: lost, state: "lost" },
  ]);
  expect(jobOf(await get("/v1/operator/jobs")).running).toBe(1);
  await endRun(api.deps.db, running, "succeeded");
  expect(await endRun(api.deps.db, lost, "succeeded")).toBe(false);
});

test("tells the lag of each group, by partition and in all", async () => {
  const now = new Date().toISOString();
  const event = { id: "lag-1", source: "s", type: "order.created", occurred_at: now, order_id: "O-1" };
  await api.call("POST", "/v1/events", { key: tenant.liveKey, body: event });
  const answer = await get("/v1/operator/lag");
  expect(LagReport.parse(answer.body)).toEqual(answer.body);
  const groups: {
    group: string;
    lag: number;
    partitions: { lag: number; end: number; committed: number }[];
  }[] = answer.body.data;
  expect(groups.map(({ group }) => group)).toEqual(["store", "analyse", "exposures", "webhooks"]);
  expect(groups[0]?.lag).toBeGreaterThan(0);
  for (const { lag, partitions } of groups) {
    expect(partitions.every((each) => each.lag === each.end - each.committed)).toBe(true);
    expect(lag).toBe(partitions.reduce((sum, each) => sum + each.lag, 0));
  }
});

test("tells which range waits, since when, why and until when, as long as it is the next one", async () => {
  const now = new Date().toISOString();
  const event = { id: "lag-2", source: "s", type: "order.created", occurred_at: now, order_id: "O-2" };
  await api.call("POST", "/v1/events", { key: tenant.liveKey, body: event });
  // biome-ignore lint/suspicious/noExplicitAny: an answer's shape is checked by its schema.
  const stored = async (): Promise<any[]> => {
    const { body } = await get("/v1/operator/lag");
    expect(LagReport.parse(body)).toEqual(body);
    return body.data[0].partitions;
  };
  const at = (await stored()).find(({ lag }) => lag > 0);
  const isAt = ({ topic, partition }: typeof at) => topic === at.topic && partition === at.partition;
  const waiting = { group: "store", error: "ClickHouseError (241)", pauseMs: 3_000 };
  const range = { topic: at.topic, partition: at.partition, first: at.committed };
  await noteWaiting(api.deps.db, { ...waiting, range });
  await noteWaiting(api.deps.db, { ...waiting, range });
  const told = (await stored()).find(isAt).waiting;
  expect(told).toMatchObject({
    attempts: 2,
    error: "ClickHouseError (241)",
    process: expect.stringMatching(/:\d+$/),
  });
  expect(Date.parse(told.next_try_at)).toBeGreaterThan(Date.parse(told.since));
  await noteWaiting(api.deps.db, { ...waiting, range: { ...range, first: -1 } });
  expect((await stored()).find(isAt).waiting).toBeNull();
});

test("an unknown job is 404, a wrong filter or cursor 400", async () => {
  expectProblem(await get("/v1/operator/jobs/never-was/runs"), "not_found");
  expectProblem(await get(`/v1/operator/jobs/${JOB}/runs?state=odd`), "invalid_request");
  expectProblem(await get(`/v1/operator/jobs/${JOB}/runs?limit=0`), "invalid_request");
  const page = await get("/v1/operator/jobs/sweep/runs?limit=1");
  expect(page.status).toBe(200);
  const first = await get(`/v1/operator/jobs/${JOB}/runs?limit=1`);
  const cursor: string = first.body.next_cursor;
  expectProblem(await get(`/v1/operator/jobs/sweep/runs?cursor=${cursor}`), "invalid_request");
});

test.each(["/v1/operator/jobs", `/v1/operator/jobs/${JOB}/runs`, "/v1/operator/lag"])(
  "%s is the operator's alone",
  async (path) => {
    for (const key of [undefined, tenant.liveKey, tenant.testKey, `${api.deps.operatorKey}x`])
      expectProblem(await api.call("GET", path, { key }), "unauthenticated");
    expect((await api.call("POST", path, { key: api.deps.operatorKey, body: {} })).status).toBe(405);
  },
);

test("runs are nobody's but the system's", async () => {
  const asApp = api.deps.db.app.execute(sql`SELECT FROM job_runs`);
  await expect(asApp).rejects.toMatchObject({ cause: { code: "42501" } });
  const rows = await withSystem(api.deps.db, "test", (tx) => tx.execute(sql`SELECT FROM job_runs LIMIT 1`));
  expect(rows.length).toBe(1);
});
